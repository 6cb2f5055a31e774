import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "node:test";
import { labDirectory } from "../../../src/lab/directory.ts";
import { type LabState, writeLabState } from "../../../src/lab/state.ts";

/** A place for the labs of each test of a file, of which this process knows meanwhile. `folder` is that of one lab, and is there. */
export function labHome(): { home: string; folder: string } {
	const place = { home: "", folder: "" };
	let before: string | undefined;
	beforeEach(() => {
		place.home = realpathSync(mkdtempSync(join(tmpdir(), "lvs-")));
		place.folder = join(place.home, "dr");
		mkdirSync(place.folder);
		before = process.env.LVS_STATE_HOME;
		process.env.LVS_STATE_HOME = join(place.home, "s");
	});
	afterEach(() => {
		if (before === undefined) delete process.env.LVS_STATE_HOME;
		else process.env.LVS_STATE_HOME = before;
		rmSync(place.home, { recursive: true });
	});
	return place;
}

/** Notes that the lab of a folder runs, or is otherwise as `change` says, and where that is noted. */
export function noteLab(
	folder: string,
	change: Partial<LabState> = {},
	environment: NodeJS.ProcessEnv = process.env,
): string {
	const directory = labDirectory(folder, environment);
	mkdirSync(directory, { recursive: true });
	writeLabState(directory, {
		version: 1,
		name: "lesson",
		folder,
		phase: "running",
		links: { lan: "172.18.0.0/24" },
		addresses: { lb: { lan: "172.18.0.66" } },
		running: {},
		memory: 512,
		accelerator: "tcg",
		image: "/cache/image",
		machines: {
			lb: {
				port: 4001,
				hostKey: "ssh-ed25519 AAAA",
				template: "/t",
				startedAt: 0,
			},
		},
		...change,
	});
	return directory;
}
