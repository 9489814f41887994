// Named views: kept, gone to, renamed, deleted, taken along as a file.

import { useState, type ReactElement } from "react";
import { useTranslate } from "../ui/context";
import type { Panel } from "../ui/frame";
import { kBookmarks, merged, read_bookmarks, write_bookmarks, type Bookmark } from "./bookmarks";
import { EditRow, FileRow, Problem } from "./parts";
import { new_id } from "./stored";
import { useToolbox, useTools } from "./use_tools";

function BookmarksPanel(): ReactElement {
  const toolbox = useToolbox();
  const { bookmarks } = useTools();
  const t = useTranslate();
  const [name, set_name] = useState("");
  const add = (): void => {
    const view = window.location.hash.replace(/^#/, "").replace(/&?panel=[^&]*/, ""); // a dock is not part of the view
    toolbox.edit("bookmarks", [...bookmarks.now, { id: new_id(), name: name.trim() || t("bookmark_unnamed", { number: bookmarks.now.length + 1 }), view }].slice(-kBookmarks));
    set_name("");
  };
  return (
    <div className="tool">
      <Problem />
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input value={name} maxLength={100} aria-label={t("bookmark_name")} placeholder={t("bookmark_name")} onChange={(event) => set_name(event.target.value)} data-testid="bookmark-name" />
        <button type="submit" data-testid="bookmark-add">{t("bookmark_add")}</button>
      </form>
      {bookmarks.now.length === 0 && <p className="dim">{t("bookmark_none")}</p>}
      <ul className="cards" data-testid="bookmarks">
        {bookmarks.now.map((one) => <Line key={one.id} bookmark={one} />)}
      </ul>
      <EditRow slice="bookmarks" />
      <FileRow
        name="narrows-bookmarks.json"
        write={() => write_bookmarks(bookmarks.now)}
        read={read_bookmarks}
        on_read={(come) => toolbox.edit("bookmarks", merged(bookmarks.now, come, kBookmarks))}
      />
    </div>
  );
}

/** Goes there, even when the address says that already: the map may have been moved a moment ago. */
function go_to({ view }: Bookmark): void {
  const hash = `#${view}&panel=bookmarks`; // the dock stays open: it is where one goes from view to view
  if (window.location.hash === hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else window.location.hash = hash;
}

function Line({ bookmark }: { bookmark: Bookmark }): ReactElement {
  const toolbox = useToolbox();
  const { bookmarks } = useTools();
  const t = useTranslate();
  return (
    <li className="row">
      <button type="button" className="link" onClick={() => go_to(bookmark)}>
        <bdi>{bookmark.name}</bdi>
      </button>
      <button type="button" aria-label={t("bookmark_delete", { name: bookmark.name })} onClick={() => toolbox.edit("bookmarks", bookmarks.now.filter(({ id }) => id !== bookmark.id))}>
        {t("tool_delete")}
      </button>
    </li>
  );
}

export default {
  id: "bookmarks",
  place: "dock",
  order: 34,
  title: "bookmarks_title",
  icon: <path d="M4 1.5h8v13L8 11l-4 3.5z" />,
  width_px: 300,
  component: BookmarksPanel,
  commands: [{ id: "open_bookmarks", group: "tools", text: "bookmarks_title", keys: ["b"], run: (frame) => frame.toggle_panel("bookmarks") }],
} satisfies Panel;
