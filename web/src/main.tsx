// Starts the console: one state, one page, the palette before the first frame.

import { createRoot } from "react-dom/client";
import { Console } from "./console";
import { App } from "./ui/app";
import "./ui/fonts.css";
import "./ui/style.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

const console_ = new Console();
console_.start();
createRoot(root).render(<App console_={console_} />);
