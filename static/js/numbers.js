// The pages of measuring: what is shown once can be copied, pages can be printed.
import { watchCodes } from "./lib/codes.js";

watchCodes();
