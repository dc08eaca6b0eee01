// What every page can do. Each module listens on the document and on data- attributes; a page without a script still works.
import "htmx.org";
import { watchClocks } from "./lib/clocks.js";
import { watchConfirms } from "./lib/confirm.js";
import { watchDialogs } from "./lib/dialogs.js";
import { watchDrops } from "./lib/drops.js";
import { watchForms } from "./lib/forms.js";
import { watchKeys } from "./lib/keys.js";
import { watchChanges } from "./lib/live.js";
import { watchMenus } from "./lib/menus.js";
import { watchPalette } from "./lib/palette.js";
import { watchRequests } from "./lib/requests.js";
import { showScripted } from "./lib/scripted.js";
import { watchToasts } from "./lib/toasts.js";
import { chooseZones } from "./lib/zone.js";

watchRequests();
watchConfirms();
watchToasts();
watchMenus();
watchDialogs();
watchDrops();
watchForms();
watchKeys();
watchPalette();
watchClocks();
watchChanges();
showScripted(document);
chooseZones();
