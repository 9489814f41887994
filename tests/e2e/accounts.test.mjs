// Getting in and managing who else does: the set-up link of a first start, invitations, the password, roles,
// tokens, the audit log; readable in every palette and language, and by keyboard.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { axe_findings, Node, on_own_nodes, read, until } from "./harness.mjs";

const kPassword = "correct horse battery";
const kPalettes = ["day", "dusk", "night"];
const kLanguages = ["en", "ar", "fa"];

on_own_nodes("accounts", (stage) => {
  let node;
  let admin;
  before(async () => {
    stage.expect_failures = true; // 401 and 403 are what is tested here
    node = await Node.start([], { sign_in: true, silent: true });
  });
  after(() => node?.end());

  const open = (hash, options = {}) => stage.open(hash, { url: node.url, picture: false, ...options });
  /** Anybody else: another browser with nothing in it. */
  const stranger = (hash, options = {}) => open(hash, options);
  /** Clicks when it is there; waits for a state, not a time. */
  const fill = (page, field, text) => page.getByTestId(`field-${field}`).fill(text);

  it("says in one sentence how to get in, before there is anybody", async () => {
    const page = await open("#lang=en");
    await page.getByTestId("sign-in").waitFor();
    assert.match(await read(page.getByTestId("sign-in")), /no users yet: open the set-up link/);
    assert.equal(await page.getByTestId("field-password").count(), 0);
    await page.close();
  });

  it("makes the first administrator by the printed link, once", async () => {
    const link = /open this within the hour \(it works once\):\s+(\S+)/.exec(node.talk)?.[1];
    assert.ok(link, node.talk);
    admin = await open("#lang=en");
    await admin.goto(`${link}`);
    await admin.getByTestId("link-page").waitFor();
    assert.doesNotMatch(admin.url(), /link=/, "the secret leaves the address");
    await admin.getByTestId("field-user").waitFor();
    await stage.shot(admin, "account-set-up");
    assert.deepEqual(await axe_findings(admin), []);
    await fill(admin, "user", "sara");
    await fill(admin, "display_name", "Sara Haddad");
    await fill(admin, "password", "short");
    await admin.keyboard.press("Enter");
    await until("the rule to be said", async () => /at least 12/.test(await read(admin.getByTestId("wrong"))));
    await fill(admin, "password", kPassword);
    await admin.keyboard.press("Enter");
    await admin.getByTestId("user-menu").waitFor();
    assert.match(await read(admin.getByTestId("user-menu")), /Sara Haddad/);
    const again = await stranger("");
    await again.goto(link);
    await until("the used link to be said void", async () => /used, withdrawn/.test(await read(again.getByTestId("link-page")).catch(() => "")));
    await again.close();
  });

  it("invites, and the invited chooses a password and is in", async () => {
    await admin.getByRole("button", { name: "Users and tokens" }).click();
    await admin.getByTestId("users").waitFor();
    await admin.getByText("Invite somebody").click();
    await fill(admin, "name", "omid");
    await admin.getByTestId("panel-accounts").getByTestId("field-display_name").fill("Omid Karimi");
    await admin.locator("[aria-labelledby=invitations-title]").getByText("Watch officer", { exact: true }).click();
    await admin.getByRole("button", { name: "Make the invitation" }).click();
    await admin.getByTestId("made").waitFor();
    const link = await admin.getByTestId("made").locator("code").innerText();
    await stage.shot(admin, "account-invitation-made");
    const omid = await stranger("#lang=fa&palette=day");
    await omid.goto(link);
    await omid.getByTestId("field-password").waitFor();
    await omid.getByTestId("language").selectOption("fa");
    await stage.shot(omid, "account-invited-fa");
    assert.deepEqual(await axe_findings(omid), []);
    await fill(omid, "password", kPassword);
    await omid.keyboard.press("Enter");
    await omid.getByTestId("user-menu").waitFor();
    assert.equal(await omid.getByTestId("map").count(), 1, "a watch officer sees the picture");
    assert.equal(await omid.locator("#rail-accounts").count(), 0, "and manages nobody");
    await omid.close();
  });

  it("signs in with a password, and says neither which of the two is wrong nor nothing", async () => {
    const page = await stranger("#lang=en&palette=night");
    for (const [user, password] of [["sara", "a wrong password"], ["nobody", "a wrong password"]]) {
      await fill(page, "user", user);
      await fill(page, "password", password);
      await page.keyboard.press("Enter");
      await until("the refusal", async () => (await read(page.getByTestId("wrong"))) === "The name or the password is wrong.");
      assert.equal(await page.getByTestId("field-password").inputValue(), "");
    }
    await stage.shot(page, "account-wrong-password");
    await fill(page, "user", "sara");
    await fill(page, "password", kPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByTestId("user-menu").waitFor();
    await page.getByTestId("user-menu").click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByTestId("sign-in").waitFor();
    await page.close();
  });

  for (const palette of kPalettes) {
    for (const language of kLanguages) {
      it(`is readable in ${palette}, ${language}`, async () => {
        const page = await stranger(`#palette=${palette}&lang=${language}`);
        await page.getByTestId("field-password").waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.dir), language === "en" ? "ltr" : "rtl");
        await stage.shot(page, `account-sign-in-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await fill(page, "user", "sara");
        await fill(page, "password", kPassword);
        await page.keyboard.press("Enter");
        await page.getByTestId("user-menu").click();
        await page.getByRole("dialog").waitFor();
        await stage.shot(page, `account-menu-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await page.keyboard.press("Escape");
        await page.locator("#rail-accounts").click();
        await page.getByTestId("users").getByRole("row").nth(2).waitFor();
        for (const summary of await page.locator(".make summary").all()) await summary.click();
        await stage.shot(page, `account-users-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await page.getByTestId("users").getByRole("button").first().click();
        await page.getByTestId("edit-user").waitFor();
        await stage.shot(page, `account-edit-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await page.keyboard.press("Escape");
        await page.locator("#rail-audit").click();
        await page.getByTestId("audit").waitFor();
        await stage.shot(page, `account-audit-${palette}-${language}`);
        assert.deepEqual(await axe_findings(page), []);
        await page.close();
      });
    }
  }

  it("changes roles, and they hold at once", async () => {
    const omid = await stranger("#lang=en");
    await fill(omid, "user", "omid");
    await fill(omid, "password", kPassword);
    await omid.keyboard.press("Enter");
    await omid.getByTestId("map").waitFor();
    const row = admin.getByTestId("users").getByRole("row", { name: /Omid/ });
    await row.getByRole("button").click();
    const dialog = admin.getByTestId("edit-user");
    await dialog.getByText("Watch officer", { exact: true }).click();
    await dialog.getByText("Auditor", { exact: true }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    // The picture closes by itself, and what is left is the audit log.
    await omid.getByTestId("audit").waitFor();
    assert.equal(await omid.getByTestId("map").count(), 0);
    await stage.shot(omid, "account-auditor-only");
    assert.deepEqual(await axe_findings(omid), []);
    await omid.close();
  });

  it("makes and revokes a token", async () => {
    await admin.getByText("New token").click();
    await fill(admin, "token", "nightly");
    await admin.locator("[aria-labelledby=tokens-title]").getByText("Analyst", { exact: true }).click();
    await admin.getByRole("button", { name: "Make the token" }).click();
    const token = await admin.locator("[aria-labelledby=tokens-title] code").innerText();
    const ask = () => fetch(`${node.url}/api/v1/openapi.json`, { headers: { Authorization: `Bearer ${token}` } }).then((r) => r.status);
    assert.equal(await ask(), 200);
    await admin.getByTestId("tokens").getByRole("button", { name: "Revoke" }).click();
    await until("the token to be void", async () => (await ask()) === 401);
  });

  it("keeps the last administrator, and says why", async () => {
    await admin.getByTestId("users").getByRole("row", { name: /Sara/ }).getByRole("button").click();
    const dialog = admin.getByTestId("edit-user");
    await dialog.getByRole("button", { name: "Disable" }).click();
    await until("the reason", async () => /without an administrator/.test(await read(dialog.getByTestId("wrong"))));
    await admin.keyboard.press("Escape");
  });

  it("shows the audit log by filter, exports it, and checks that it is whole", async () => {
    await admin.locator("#rail-audit").click();
    await admin.getByTestId("audit").waitFor();
    await admin.getByTestId("audit-what").selectOption("session.");
    await admin.getByTestId("audit-outcome").selectOption("refused");
    await until("only refused sign-ins", async () => {
      const rows = await admin.getByTestId("audit").getByRole("row").allInnerTexts();
      return rows.length === 3 && rows.slice(1).every((row) => /session\.sign_in/.test(row) && /refused/.test(row));
    });
    const download = admin.waitForEvent("download");
    await admin.getByRole("link", { name: "Export as CSV" }).click();
    assert.equal((await download).suggestedFilename(), "audit.csv");
    await admin.getByRole("button", { name: "Is the log whole?" }).click();
    await until("the check", async () => /^Whole: \d+ entries/.test(await read(admin.getByTestId("audit-check"))));
    await admin.getByTestId("audit-who").fill("nobody-at-all");
    await admin.getByText("No entry fits.").waitFor();
  });

  it("changes the password, which ends other sessions", async () => {
    const other = await stranger("#lang=en");
    await fill(other, "user", "sara");
    await fill(other, "password", kPassword);
    await other.keyboard.press("Enter");
    await other.getByTestId("map").waitFor();
    await admin.getByTestId("user-menu").click();
    await admin.getByRole("button", { name: "Change password" }).click();
    const dialog = admin.getByTestId("change-password");
    await dialog.getByTestId("field-old_password").fill(kPassword);
    await dialog.getByTestId("field-password").fill("another horse battery");
    await stage.shot(admin, "account-change-password");
    assert.deepEqual(await axe_findings(admin), []);
    await admin.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await other.getByTestId("sign-in").waitFor();
    await other.close();
  });
});

on_own_nodes("the demonstration", (stage) => {
  it("lets in by the printed link, again and again", async () => {
    stage.expect_failures = true;
    const node = await Node.start([], { sign_in: true });
    const before = await stage.open("#lang=en", { url: node.url, picture: false });
    assert.match(await read(before.getByTestId("sign-in")), /demonstration: open the link/);
    await stage.shot(before, "account-demo-sign-in");
    const link = /^open (\S+)$/m.exec(node.talk)[1];
    for (let i = 0; i < 2; ++i) {
      const page = await stage.open("#lang=en", { url: node.url, picture: false });
      await page.goto(link);
      await page.getByTestId("user-menu").waitFor();
      await until("the picture", () => page.evaluate(() => window.narrows?.console.picture.size > 0));
      await stage.shot(page, "account-demo");
      await page.close();
    }
    await node.end();
  });
});
