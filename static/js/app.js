// What every page can do. Each module listens on the document and on data- attributes; a page without a script still works.
import "htmx.org";
import { watchClocks } from "./lib/clocks.js";
import { watchConfirms } from "./lib/confirm.js";
import { watchDialogs } from "./lib/dialogs.js";
import { watchForms } from "./lib/forms.js";
import { watchKeys } from "./lib/keys.js";
import { watchChanges } from "./lib/live.js";
import { watchMenus } from "./lib/menus.js";
import { watchRequests } from "./lib/requests.js";
import { showScripted } from "./lib/scripted.js";
import { watchToasts } from "./lib/toasts.js";
import { chooseZones, searchChoices } from "./lib/zone.js";

watchRequests();
watchConfirms();
watchToasts();
watchMenus();
watchDialogs();
watchForms();
watchKeys();
watchClocks();
watchChanges();
showScripted(document);
chooseZones();
searchChoices();
