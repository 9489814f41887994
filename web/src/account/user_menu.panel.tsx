// The user menu's place in the top bar.

import type { Panel } from "../ui/frame";
import { UserMenu } from "./user_menu";

export default { id: "user", place: "bar", order: 90, title: "account_roles", component: UserMenu } satisfies Panel;
