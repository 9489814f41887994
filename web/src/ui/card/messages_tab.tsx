// Her last messages as they were received, each open to its fields and to the sentences on air.

import type { ReactElement } from "react";
import { ask_messages, type Message } from "../../past/api";
import { useTranslate } from "../context";
import { Answered } from "./answer";
import { Instant } from "./instant";
import { useAnswer } from "./use_answer";

const kAgain_ms = 10_000;
const kMessages = 30;

export function MessagesTab({ mmsi }: { mmsi: number }): ReactElement {
  const t = useTranslate();
  const answer = useAnswer(`messages ${mmsi}`, (signal) => ask_messages(mmsi, { limit: kMessages }, signal), kAgain_ms);
  return (
    <Answered answer={answer} empty={({ items }) => items.length === 0} nothing={t("messages_none")}>
      {({ items }) => (
        <ul className="messages" data-testid="messages">
          {items.map((message, i) => (
            <li key={`${message.received_ms} ${i}`}>
              <OneMessage message={message} />
            </li>
          ))}
        </ul>
      )}
    </Answered>
  );
}

function OneMessage({ message }: { message: Message }): ReactElement {
  const t = useTranslate();
  const fields = Object.entries(message.fields).filter(([key]) => key !== "type" && key !== "mmsi");
  return (
    <details>
      <summary>
        <Instant ms={message.received_ms} /> · {t("message_type", { type: String(message.type) })}
        {message.source !== undefined && <> · <bdi className="dim">{message.source}</bdi></>}
      </summary>
      <dl className="fields" dir="ltr" lang="en">
        {fields.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
      {message.sentences.map((sentence, i) => (
        <code key={i} dir="ltr">{sentence}</code>
      ))}
    </details>
  );
}
