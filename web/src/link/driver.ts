// Owns the WebSocket and the timer, and asks the state machine what to do. Frames go to whoever asked for
// them only while their connection is the current one.

import { start_link, step_link, type Link, type LinkAction, type LinkEvent } from "./link";

export interface LinkListener {
  on_link(link: Link): void;
  /** Returns the tick interval when the text was a hello, true when it was a tick. */
  on_text(text: string): { tick_ms: number } | boolean;
  on_bytes(bytes: ArrayBuffer): void;
}

const kTimer = 250;

export class LinkDriver {
  #link = start_link(Date.now());
  #socket: WebSocket | null = null;
  #timer: number | undefined;
  readonly #url: string;
  readonly #listener: LinkListener;

  constructor(url: string, listener: LinkListener) {
    this.#url = url;
    this.#listener = listener;
  }

  start(): void {
    this.#timer = window.setInterval(() => this.#step({ type: "time" }), kTimer);
    this.#open();
    this.#listener.on_link(this.#link);
  }

  stop(): void {
    window.clearInterval(this.#timer);
    this.#close();
  }

  /** Tries at once instead of waiting out the back-off. */
  retry(): void {
    this.#step({ type: "retry" });
  }

  send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #step(event: LinkEvent): void {
    const [link, action] = step_link(this.#link, event, Date.now(), Math.random());
    const changed = link !== this.#link;
    this.#link = link;
    this.#act(action);
    if (changed) this.#listener.on_link(link);
  }

  #act(action: LinkAction): void {
    if (action === "open") this.#open();
    if (action === "close") this.#close();
  }

  #close(): void {
    const socket = this.#socket;
    this.#socket = null; // first, so that its last words are ignored
    socket?.close();
  }

  #open(): void {
    this.#close();
    const socket = new WebSocket(this.#url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const current = (): boolean => this.#socket === socket;
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (!current()) return;
      if (typeof event.data !== "string") return this.#listener.on_bytes(event.data);
      const heard = this.#listener.on_text(event.data);
      if (typeof heard === "object") this.#step({ type: "hello", tick_ms: heard.tick_ms });
      else if (heard) this.#step({ type: "tick" });
    };
    socket.onclose = () => {
      if (!current()) return;
      this.#socket = null;
      this.#step({ type: "closed" });
    };
  }
}
