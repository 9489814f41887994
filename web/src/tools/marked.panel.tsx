// Groups of vessels in colours, and a note on a vessel.

import { useEffect, useState, type ReactElement } from "react";
import { useConsole, useConsoleState, useTranslate } from "../ui/context";
import { useFrame, type Panel } from "../ui/frame";
import { kGroupColours, kGroupPaint, kGroups, kNoteLength, read_marked, toggled_member, with_note, write_marked, type Group, type GroupColour } from "./groups";
import { EditRow, FileRow, Problem } from "./parts";
import { new_id } from "./stored";
import { useToolbox, useTools } from "./use_tools";

function MarkedPanel(): ReactElement {
  const toolbox = useToolbox();
  const { marked } = useTools();
  const { selected } = useConsoleState();
  const t = useTranslate();
  return (
    <div className="tool">
      <Problem />
      {selected === null ? <p className="dim">{t("marked_select")}</p> : <OfVessel key={selected} mmsi={selected} />}
      <h3>{t("marked_groups")}</h3>
      <NewGroup />
      <ul className="cards" data-testid="groups">
        {marked.now.groups.map((group) => <GroupCard key={group.id} group={group} />)}
      </ul>
      <Notes />
      <EditRow slice="marked" />
      <FileRow name="narrows-marked-vessels.json" write={() => write_marked(marked.now)} read={read_marked} on_read={(come) => toolbox.edit("marked", come)} />
    </div>
  );
}

function OfVessel({ mmsi }: { mmsi: number }): ReactElement {
  const console_ = useConsole();
  const toolbox = useToolbox();
  const { marked } = useTools();
  const t = useTranslate();
  const kept = marked.now.notes[String(mmsi)] ?? "";
  const [note, set_note] = useState(kept);
  useEffect(() => set_note(kept), [kept]);
  return (
    <>
      <h3><bdi>{console_.picture.identities.get(mmsi)?.name ?? mmsi}</bdi></h3>
      <label>
        {t("marked_note")}
        <textarea
          value={note} maxLength={kNoteLength} rows={3} dir="auto" data-testid="note"
          onChange={(event) => set_note(event.target.value)}
          onBlur={() => note.trim() !== kept && toolbox.edit("marked", with_note(marked.now, mmsi, note))}
        />
      </label>
      {marked.now.groups.map((group) => (
        <label key={group.id} className="check">
          <input type="checkbox" checked={group.mmsis.includes(mmsi)} onChange={() => toolbox.edit("marked", toggled_member(marked.now, group.id, mmsi))} data-testid={`member-${group.name}`} />
          <Dot colour={group.colour} /> <bdi>{group.name}</bdi>
        </label>
      ))}
    </>
  );
}

function Dot({ colour }: { colour: GroupColour }): ReactElement {
  const { palette } = useConsoleState();
  return <span className="group-dot" aria-hidden="true" style={{ borderColor: kGroupPaint[palette][colour] }} />;
}

function NewGroup(): ReactElement {
  const toolbox = useToolbox();
  const { marked } = useTools();
  const t = useTranslate();
  const [name, set_name] = useState("");
  const [colour, set_colour] = useState<GroupColour>("blue");
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "" || marked.now.groups.length >= kGroups) return;
        toolbox.edit("marked", { ...marked.now, groups: [...marked.now.groups, { id: new_id(), name: name.trim(), colour, mmsis: [] }] });
        set_name("");
      }}
    >
      <input value={name} maxLength={60} aria-label={t("marked_group_name")} placeholder={t("marked_group_name")} onChange={(event) => set_name(event.target.value)} data-testid="group-name" />
      <select value={colour} aria-label={t("marked_colour")} onChange={(event) => set_colour(event.target.value as GroupColour)}>
        {kGroupColours.map((one) => <option key={one} value={one}>{t(`colour_${one}`)}</option>)}
      </select>
      <button type="submit" data-testid="group-add">{t("marked_add")}</button>
    </form>
  );
}

function GroupCard({ group }: { group: Group }): ReactElement {
  const console_ = useConsole();
  const frame = useFrame();
  const toolbox = useToolbox();
  const { marked } = useTools();
  const t = useTranslate();
  return (
    <li>
      <div className="row">
        <Dot colour={group.colour} />
        <strong><bdi>{group.name}</bdi></strong>
        <span className="dim">{t("marked_members", { count: group.mmsis.length })}</span>
        <button
          type="button" aria-label={t("marked_delete", { name: group.name })}
          onClick={() => toolbox.edit("marked", { ...marked.now, groups: marked.now.groups.filter(({ id }) => id !== group.id) })}
        >
          {t("tool_delete")}
        </button>
      </div>
      <ul className="entries">
        {group.mmsis.slice(0, 100).map((mmsi) => (
          <li key={mmsi}>
            <button type="button" className="link" onClick={() => frame.show(mmsi, false)}><bdi>{console_.picture.identities.get(mmsi)?.name ?? mmsi}</bdi></button>
          </li>
        ))}
      </ul>
    </li>
  );
}

function Notes(): ReactElement | null {
  const console_ = useConsole();
  const frame = useFrame();
  const { marked } = useTools();
  const t = useTranslate();
  const notes = Object.entries(marked.now.notes);
  if (notes.length === 0) return null;
  return (
    <>
      <h3>{t("marked_notes")}</h3>
      <ul className="entries">
        {notes.slice(0, 100).map(([mmsi, note]) => (
          <li key={mmsi}>
            <button type="button" className="link" onClick={() => frame.show(Number(mmsi), false)}><bdi>{console_.picture.identities.get(Number(mmsi))?.name ?? mmsi}</bdi></button>{" "}
            <span className="dim" dir="auto">{note}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export default {
  id: "marked",
  place: "dock",
  order: 35,
  title: "marked_title",
  icon: <path d="M2.5 2.5h5l6 6-5 5-6-6zM5.5 5.5h0" />,
  width_px: 320,
  component: MarkedPanel,
  commands: [{ id: "open_marked", group: "tools", text: "marked_title", keys: ["k"], run: (frame) => frame.toggle_panel("marked") }],
} satisfies Panel;
