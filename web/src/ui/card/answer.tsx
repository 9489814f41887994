// What stands where an answer of the node is to stand: that it is asked, that there is nothing, or why not.

import type { ReactElement, ReactNode } from "react";
import { useTranslate } from "../context";
import type { Answer } from "./use_answer";

interface Props<T> {
  answer: Answer<T>;
  /** True when the answer holds nothing to show. */
  empty: (value: T) => boolean;
  /** Said when it is empty. */
  nothing: string;
  children: (value: T) => ReactNode;
}

export function Answered<T>({ answer, empty, nothing, children }: Props<T>): ReactElement {
  const t = useTranslate();
  switch (answer.state) {
    case "asking":
      return <p className="dim" role="status">{t("past_asking")}</p>;
    case "failed":
      return (
        <p className="warn" role="status">
          {t("past_failed")} <bdi className="dim">{answer.why}</bdi>
        </p>
      );
    case "here":
      return empty(answer.value) ? <p className="dim">{nothing}</p> : <>{children(answer.value)}</>;
  }
}
