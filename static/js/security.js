// Passkeys and recovery codes. Loaded by the pages that show them and by the sign-in.
import { watchCodes } from "./lib/codes.js";
import { offerPasskeys, watchPasskeys } from "./lib/passkeys.js";

watchCodes();
watchPasskeys();
offerPasskeys();
