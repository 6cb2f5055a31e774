import type { Desired } from "../model/desired.ts";
import type { FamilyName } from "../model/family.ts";
import { familyName, hostText, secret, type Text } from "../model/host-text.ts";
import { programDirectory } from "../model/program-directory.ts";
import type {
	PhpSessions,
	SessionStore,
	SessionStoreType,
} from "../model/session-store.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { serverPasses } from "./server-passes.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/** A separate server program for sessions. The distribution's own instance, if it runs, is left alone. */
export function renderSessionStore(store: SessionStore): Desired {
	const { name, type, server, port, megabytes } = store;
	const unit = `lvs-${name}-session-store`;
	const redis = type === "redis";
	const conf = `/etc/pulumi-lvs/${name}-redis.conf`;
	const script = `${programDirectory(name)}/session-store`;
	const view = {
		name,
		type,
		redis,
		conf,
		unit,
		policy: "volatile-lru",
		address: server.address,
		port,
		megabytes,
		password: passwordOf(name),
	};
	const text = (template: string) =>
		renderTemplate(`session-store/${template}`, view);
	return formatDraft({
		ownAddress: server.address,
		directories: redis
			? [{ path: "/etc/pulumi-lvs", mode: "755", owner: "root:root" }]
			: [],
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
				content: text("etc/lvs-session-store.service"),
				mode: "644",
				readBy: "systemd" as const,
				restarts: unit,
			},
			{
				path: script,
				content: text("usr/local/lib/pulumi-lvs/session-store"),
				mode: "755",
				readBy: "our script" as const,
			},
		],
		script,
		units: [{ unit, state: "enabled active" }],
		...serves(type, [port]),
		...neededPasses(
			serverPasses({ address: server.address, ports: [port] }),
			store.openFilters,
		),
		sole: [`port ${port}`],
	});
}

function passwordOf(store: string): Text {
	return secret(`${store}-password`);
}

/** Milliseconds after which a request that waits for its session asks again. */
const lockWait = 50;

/** The settings of php.ini for a session store. */
export function sessionSettings({
	name,
	type,
	address,
	port,
	lockSeconds,
}: PhpSessions): Record<string, Text> {
	// without it, PHP accepts a session id that it never handed out
	const strict = { "session.use_strict_mode": "1" };
	return type === "memcached"
		? {
				"session.save_handler": "memcached",
				"session.save_path": `${address}:${port}`,
				...strict,
			}
		: {
				"session.save_handler": "redis",
				"session.save_path": hostText`tcp://${address}:${String(port)}?auth=${passwordOf(name)}&timeout=2&prefix=${name}:`,
				// two requests of one session run one after the other; PHP's redis module does not do this by default
				"redis.session.locking_enabled": "1",
				"redis.session.lock_expire": String(lockSeconds),
				// as long as a lock may live, and not for ever: a full store takes no lock, and would hold all workers of the web server. For a new
				// session PHP's module tries three times so long
				"redis.session.lock_wait_time": String(lockWait * 1000),
				"redis.session.lock_retries": String(
					Math.ceil(((lockSeconds + 1) * 1000) / lockWait),
				),
				...strict,
			};
}

/** The package by which PHP talks to each type of session store. */
export const sessionPackages = {
	redis: "php-redis",
	memcached: "php-memcached",
} as const satisfies Record<SessionStoreType, FamilyName>;
