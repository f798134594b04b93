import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/components/icon.css";
import "./styles/components/masthead.css";
import "./styles/components/button.css";
import "./styles/components/field.css";
import "./styles/components/notice.css";
import "./styles/components/list.css";
import "./styles/components/slip.css";
import "./styles/components/counter.css";
import "./styles/components/folder.css";
import "./styles/components/material.css";
import "./styles/components/dialog.css";
import "./styles/components/editor.css";
import "./islands/device-check/device-check.css";
import "./islands/upload/upload.css";
import "./islands/autosave/autosave.css";
import "./islands/room/room.css";
import "./islands/desk/desk.css";
import "./islands/kiosk/kiosk.css";
import "./islands/keypad/keypad.css";
import "./islands/snapshot/snapshot.css";
import "./islands/hall-plan/hall-plan.css";
import "./styles/print.css";

import { autosave } from "./islands/autosave/autosave";
import { bell } from "./islands/bell/bell";
import { desk } from "./islands/desk/desk";
import { deviceCheck } from "./islands/device-check/device-check";
import { hallPlan } from "./islands/hall-plan/hall-plan";
import { keypad } from "./islands/keypad/keypad";
import { kiosk } from "./islands/kiosk/kiosk";
import { live } from "./islands/live/live";
import { once } from "./islands/once/once";
import { opens } from "./islands/opens/opens";
import { print } from "./islands/print/print";
import { room } from "./islands/room/room";
import { snapshot } from "./islands/snapshot/snapshot";
import { takeNumber } from "./islands/take-number/take-number";
import { upload } from "./islands/upload/upload";
import { start } from "./lib/island";
import { forgetNewWhenSeen } from "./lib/morph";
import { sendQuietly } from "./lib/sent";

forgetNewWhenSeen();
sendQuietly();
start({
  autosave, bell, desk, "device-check": deviceCheck, "hall-plan": hallPlan, keypad, kiosk, live, once, opens, print, room, snapshot, "take-number": takeNumber, upload,
});
