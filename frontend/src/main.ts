// What every page has: partial updates, menus, dialogs, copies, times, keys. Islands are loaded where a page has one.
import "htmx.org/dist/htmx.esm.js";
import { startClipboard } from "./clipboard.ts";
import { startDialogs } from "./dialogs.ts";
import { startIslands } from "./islands.ts";
import { startKeys } from "./keys.ts";
import { startMenus } from "./menus.ts";
import { startPalette } from "./palette-opener.ts";
import { startPlaces } from "./places.ts";
import { startTabs } from "./tabs.ts";
import { startTheme } from "./theme.ts";
import { startTimes } from "./times.ts";

startMenus();
startDialogs();
startClipboard();
startTimes();
startTabs();
startTheme();
startKeys();
startPalette();
startPlaces();
startIslands();
