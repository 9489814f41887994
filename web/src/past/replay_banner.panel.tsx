// The line that says "REPLAY", among the lines that must not be overlooked.

import type { Panel } from "../ui/frame";
import { ReplayBanner } from "./replay_banner";

export default { id: "replaying", place: "banner", order: 5, title: "replay_title", component: ReplayBanner } satisfies Panel;
