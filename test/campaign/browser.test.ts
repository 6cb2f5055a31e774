import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { freePort } from "../../src/lab/free-port.ts";
import { picture } from "../../src/smoke/picture.ts";
import { command } from "../lab/harness.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// A person with a real browser, at the client machine: WordPress, this time from an archive. Screenshots for the documentation:
//   script/campaign browser

const home = "http://www.lab.test";

describe("WordPress from an archive, in a browser", () => {
	const lab = sharedLab("labs/08-wordpress");
	const pictures = process.env.REPORT;
	let forward: ChildProcess | undefined;
	let browser: Browser | undefined;

	/** Real server -> answers that the browser got from it. */
	const answers: Record<string, number> = {};
	const newPage = async () => {
		const context = await browser?.newContext({
			viewport: { width: 1280, height: 800 },
		});
		assert.ok(context !== undefined, "the browser was started");
		context.setDefaultTimeout(120_000);
		context.on("response", (response) => {
			// the page makes pictures of its own, of data
			if (!response.url().startsWith(home)) return;
			const name = response.headers()["x-real-server"] ?? "nobody we know";
			answers[name] = (answers[name] ?? 0) + 1;
		});
		return await context.newPage();
	};
	const show = async (
		page: Awaited<ReturnType<typeof newPage>>,
		name: string,
	) => {
		const image = await page.screenshot();
		assert.ok(image.length > 10_000, `${name} is no empty page`);
		if (pictures === undefined) return;
		mkdirSync(pictures, { recursive: true });
		writeFileSync(join(pictures, `${name}.png`), image);
	};

	before(async () => {
		const port = await freePort();
		forward = spawn(
			"ssh",
			[
				...["-F", join(lab().directory, "ssh_config"), "-N"],
				...["-o", "ExitOnForwardFailure=yes"],
				...["-L", `127.0.0.1:${port}:172.18.0.70:80`, "client"],
			],
			{ stdio: "inherit" },
		);
		await listening(port);
		browser = await chromium.launch({
			executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
			chromiumSandbox: process.getuid?.() !== 0,
			args: [`--host-resolver-rules=MAP www.lab.test 127.0.0.1:${port}`],
		});
	});

	after(async () => {
		await browser?.close();
		forward?.kill();
	});

	test("one command makes the site", async () => {
		// that of the distribution, as its authors' archives are: with the directory `wordpress`
		const { exit, sha256 } = await archiveOf(lab());
		assert.equal(exit, 0);
		const program = join(lab().folder, "index.ts");
		writeFileSync(
			program,
			readFileSync(program, "utf8")
				.replace(
					'url: "http://www.lab.test",',
					`$& archive: { path: "wordpress.tar.gz", sha256: "${sha256}" }, administrator: { password: "for this test alone" },`,
				)
				// what these prove is what the browser does
				.replace(/^\t\t(register|article|failover)\(\{.*\n/gm, ""),
		);
		await lab().run("rs1", "rm", "-rf", "/usr/share/wordpress");
		await lab().run("rs2", "rm", "-rf", "/usr/share/wordpress");
		const { exit: up, stdout, stderr } = await lab().lvsctl(["up"]);
		assert.equal(up, 0, stdout + stderr);
		assert.match(stdout, /session at http : "session persistence is not/);
	});

	test("somebody signs in, publishes with a picture, and a visitor sees it", async () => {
		const page = await newPage();
		await page.goto(`${home}/wp-login.php`);
		await page.fill("#user_login", "admin");
		await page.fill("#user_pass", "for this test alone");
		await page.click("#wp-submit");
		await page.waitForURL("**/wp-admin/**");
		await page.waitForSelector("#wpadminbar");

		const image = picture("browser");
		await page.goto(`${home}/wp-admin/media-new.php?browser-uploader`);
		await page.setInputFiles("#async-upload", {
			name: "seen-by-a-person.png",
			mimeType: "image/png",
			buffer: image,
		});
		await page.click("#html-upload");
		await page.waitForURL("**/upload.php**");

		await page.goto(`${home}/wp-admin/post-new.php`);
		// the editor's own data layer is what its buttons call; its tour of itself covers them
		await page.waitForFunction(
			"window.wp?.data?.select('core/editor')?.getCurrentPostId()",
		);
		const post = (await page.evaluate(`(async () => {
			const [medium] = await wp.apiFetch({ path: "/wp/v2/media?per_page=1" });
			wp.data.dispatch("core/edit-post").closeGeneralSidebar();
			if (wp.data.select("core/edit-post").isFeatureActive("welcomeGuide"))
				wp.data.dispatch("core/edit-post").toggleFeature("welcomeGuide");
			wp.data.dispatch("core/editor").editPost({ title: "Written in a browser" });
			wp.data.dispatch("core/block-editor").insertBlocks([
				wp.blocks.createBlock("core/paragraph", { content: "By whichever real server answered." }),
				wp.blocks.createBlock("core/image", { id: medium.id, url: medium.source_url }),
			]);
			wp.data.dispatch("core/editor").editPost({ status: "publish" });
			await wp.data.dispatch("core/editor").savePost();
			return { link: wp.data.select("core/editor").getPermalink(), source: medium.source_url };
		})()`)) as { link: string; source: string };
		await show(page, "editor");

		const visitor = await newPage();
		await visitor.goto(post.link);
		await visitor.waitForFunction(
			`document.querySelector('img[src*="seen-by-a-person"]')?.naturalWidth > 0`,
		);
		assert.match(
			(await visitor.textContent("h1")) ?? "",
			/Written in a browser/,
		);
		await show(visitor, "article");
		const seen = await visitor.goto(post.source);
		assert.equal(sum((await seen?.body()) ?? Buffer.alloc(0)), sum(image));
	});

	test("both real servers answered it, and nobody else", () => {
		const { rs1 = 0, rs2 = 0, ...others } = answers;
		assert.deepEqual(others, {});
		assert.ok(rs1 > 10 && rs2 > 10, JSON.stringify(answers));
	});
});

const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** WordPress as it is installed on rs1, packed; it comes into the lab's folder. */
async function archiveOf(lab: ReturnType<ReturnType<typeof sharedLab>>) {
	const { exit, stdout } = await command(
		"ssh",
		[
			...["-F", join(lab.directory, "ssh_config"), "rs1"],
			"rm -rf /tmp/w && mkdir /tmp/w && cp -rL /usr/share/wordpress /tmp/w/ && cp -rL /var/lib/wordpress/wp-content /tmp/w/wordpress/ && rm -f /tmp/w/wordpress/wp-config.php && tar -C /tmp/w -cz wordpress | base64",
		],
		{ cwd: lab.folder, environment: lab.environment },
	);
	const bytes = Buffer.from(stdout, "base64");
	writeFileSync(join(lab.folder, "wordpress.tar.gz"), bytes);
	return { exit, sha256: sum(bytes) };
}

/** Waits until somebody listens on a port of this machine. */
async function listening(port: number): Promise<void> {
	for (let attempt = 0; attempt < 100; attempt++) {
		const socket = connect(port, "127.0.0.1");
		const open = await Promise.race([
			once(socket, "connect").then(() => true),
			once(socket, "error").then(() => false),
		]).catch(() => false);
		socket.destroy();
		if (open) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`nobody listens on ${port}`);
}
