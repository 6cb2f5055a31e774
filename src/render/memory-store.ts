import type { Desired } from "../model/desired.ts";
import { familyName, secret, type Text } from "../model/host-text.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { SessionStore } from "../model/session-store.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { serverPasses } from "./server-passes.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/** A server program of its own that keeps things in memory. The distribution's own instance, if it runs, is left alone. */
export function renderMemoryStore(
	store: Omit<SessionStore, "lockSeconds">,
	keeps: "sessions" | "objects",
): Desired {
	const { name, type, server, port, megabytes } = store;
	const objects = keeps === "objects";
	const kind = objects ? "object-cache" : "session-store";
	const unit = `lvs-${name}-${kind}`;
	const dropIns = `/etc/systemd/system/${unit}.service.d`;
	const redis = type === "redis";
	const conf = `/etc/pulumi-lvs/${name}-redis.conf`;
	const script = `${programDirectory(name)}/${kind}`;
	// a full cache drops the objects that were not used for the longest time; of sessions, those in use and their locks are the last to be dropped
	const policy = objects ? "allkeys-lru" : "volatile-lru";
	const view = {
		name,
		type,
		redis,
		conf,
		unit,
		kind,
		objects,
		title: objects ? "Object cache" : "Session store",
		policy,
		address: server.address,
		port,
		megabytes,
		password: passwordOf(name),
	};
	const text = (template: string) =>
		renderTemplate(`memory-store/${template}`, view);
	return formatDraft({
		ownAddress: server.address,
		directories: [
			{ path: dropIns, mode: "755", owner: "root:root" },
			...(redis
				? [{ path: "/etc/pulumi-lvs", mode: "755", owner: "root:root" }]
				: []),
		],
		packages: [redis ? familyName("redis") : "memcached"],
		files: [
			...(redis
				? [
						{
							path: conf,
							content: text("etc/redis.conf"),
							mode: "640",
							readBy: "our script" as const,
							owner: "root:redis",
						},
					]
				: []),
			{
				path: `/etc/systemd/system/${unit}.service`,
				content: text("etc/lvs-memory-store.service"),
				mode: "644",
				readBy: "systemd" as const,
				restarts: unit,
			},
			// not in the unit itself, whose change restarts the program: all sessions would be gone
			{
				path: `${dropIns}/boot.conf`,
				content: text("etc/boot.conf"),
				mode: "644",
				readBy: "systemd, as a drop-in" as const,
			},
			{
				path: script,
				content: text("usr/local/lib/pulumi-lvs/memory-store"),
				mode: "755",
				readBy: "our script" as const,
			},
		],
		script,
		conditions: {
			[`answer at ${server.address}:${port}`]: "as declared",
			...(redis ? { memory: `${megabytes}mb ${policy}` } : {}),
		},
		units: [{ unit, state: "enabled active" }],
		...serves(type, [port]),
		...neededPasses(
			serverPasses({ address: server.address, ports: [port] }),
			store.openFilters,
		),
		sole: [`port ${port}`],
	});
}

/** The password of a store of redis. */
export function passwordOf(store: string, quotes?: "php"): Text {
	return secret(`${store}-password`, quotes);
}
