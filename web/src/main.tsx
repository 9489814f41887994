// Starts the console: one state, one page, the palette before the first frame. Who is let in is asked first.

import { createRoot } from "react-dom/client";
import { Gate } from "./account/gate";
import { take_link } from "./account/session";
import { Console } from "./console";
import "./account/account.css";
import "./ui/fonts.css";
import "./ui/style.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

const link = take_link(); // before anybody reads the address as a view
createRoot(root).render(<Gate console_={new Console()} link={link} />);
