import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
	chmodSync,
	closeSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../../src/model/cluster.ts";
import type { CheckedPlace } from "../../../src/render/checked-place.ts";
import { checkedPlaces } from "../../../src/render/checked-places.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { checked } from "../host/change/example.ts";

function textOf(end: string, cluster: Cluster): string {
	const [lb] = cluster.directors;
	if (lb === undefined) throw new Error("no director");
	return (
		Object.entries(renderDirector(cluster, lb).files).find(([path]) =>
			path.endsWith(end),
		)?.[1].content ?? ""
	);
}

/** The reader at work, with a played keepalived at the other end of its pipe. */
export class PlayedReader implements AsyncDisposable {
	readonly root = mkdtempSync(join(tmpdir(), "lvs-health-"));
	readonly reader: ChildProcess;
	readonly places: ReadonlyMap<string, CheckedPlace>;
	readonly #pipe: number;

	/**
	 * @param patience seconds until what was not heard of counts as failing.
	 * @param limits the same of single places. `none`: the file of checks is an earlier one, which has no such numbers.
	 */
	constructor({
		state = "",
		unkept = "",
		patience = 30,
		journal = "",
		cluster = checked,
		limits = {},
		before = "",
	}: {
		state?: string;
		/** The same in memory, as it is while the disk takes nothing. */
		unkept?: string;
		patience?: number;
		journal?: string;
		cluster?: Cluster;
		limits?: Readonly<Record<string, number>> | "none";
		/** What its shell does first. */
		before?: string;
	} = {}) {
		this.places = new Map(
			checkedPlaces(cluster).map((each) => [each.place, each] as const),
		);
		for (const directory of [
			"lib/web",
			"kept/web-director",
			"run/web-director",
			"bin",
		])
			mkdirSync(join(this.root, directory), { recursive: true });
		if (state !== "") this.write("kept/web-director/health", state);
		if (unkept !== "") this.write("run/web-director/health", unkept);
		this.write(
			"lib/web/checks",
			textOf("/checks", cluster).replace(
				/^(check \d+ (\S+) \S+) \d+$/gm,
				(_, line: string, place: string) =>
					limits === "none" ? line : `${line} ${limits[place] ?? patience}`,
			),
		);
		this.write("journal", journal);
		this.program(
			"lib/web/director",
			`cat ${this.root}/kept/web-director/health >>${this.root}/settled; echo = >>${this.root}/settled`,
		);
		this.program("bin/journalctl", `cat ${this.root}/journal`);
		this.write(
			"table",
			[...this.places.values()]
				.map(({ mark }) => `-A -f ${mark} -s rr\n`)
				.join(""),
		);
		this.program("bin/ipvsadm", `cat ${this.root}/table`);
		this.program(
			"lib/web/health",
			textOf("web/health", cluster)
				.replaceAll("/usr/local/lib/pulumi-lvs", join(this.root, "lib"))
				.replaceAll("/var/lib/pulumi-lvs", join(this.root, "kept"))
				.replaceAll("/run/pulumi-lvs", join(this.root, "run"))
				.replace(/^patience=\d+/m, `patience=${patience}`),
		);
		this.write("before", before);
		const pipe = join(this.root, "pipe");
		spawnSync("mkfifo", [pipe]);
		this.reader = spawn(join(this.root, "lib/web/health"), [pipe], {
			env: {
				PATH: `${this.root}/bin:/usr/bin:/bin`,
				BASH_ENV: join(this.root, "before"),
			},
			stdio: ["ignore", "ignore", "inherit"],
		});
		this.#pipe = openSync(pipe, "r+");
	}

	/** keepalived tells of one place. */
	tell(place: string, word: "UP" | "DOWN", form = ":none:"): void {
		const { number = 0, address = "" } = this.places.get(place) ?? {};
		this.say(`RS [${address}]${form}${number} FWM 1637875713 ${word}\n`);
	}

	say(text: string): void {
		writeSync(this.#pipe, text);
	}

	/** Place -> verdict, as it is written down. */
	state(): Record<string, string> {
		const file = join(this.root, "kept/web-director/health");
		if (!existsSync(file)) return {};
		return Object.fromEntries(
			readFileSync(file, "utf8")
				.trimEnd()
				.split("\n")
				.map((line) => line.split(" ").slice(0, 2)),
		);
	}

	text(): string {
		return readFileSync(join(this.root, "kept/web-director/health"), "utf8");
	}

	/** How often the director was asked to lay it over the weights. */
	settled(): number {
		const file = join(this.root, "settled");
		return existsSync(file)
			? readFileSync(file, "utf8").split("\n=\n").length - 1
			: 0;
	}

	async until(holds: () => boolean): Promise<void> {
		const end = Date.now() + 10_000;
		while (!holds() && Date.now() < end) await sleep(20);
		assert.ok(holds(), JSON.stringify(this.state()));
	}

	write(name: string, text: string): void {
		writeFileSync(join(this.root, name), text);
	}

	program(name: string, text: string): void {
		this.write(name, text.startsWith("#!") ? text : `#!/bin/sh\n${text}\n`);
		chmodSync(join(this.root, name), 0o755);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		closeSync(this.#pipe);
		const { exitCode, signalCode } = this.reader;
		if (exitCode === null && signalCode === null) {
			const ended = once(this.reader, "exit");
			this.reader.kill();
			await ended;
		}
		rmSync(this.root, { recursive: true, force: true, maxRetries: 20 });
	}
}
