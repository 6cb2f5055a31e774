import { type Desired, nothing } from "../model/desired.ts";
import type { SessionStore } from "../model/session-store.ts";
import { serverPasses } from "./server-passes.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/** A separate server program for sessions. The distribution's own instance, if it runs, is left alone. */
export function renderSessionStore(store: SessionStore): Desired {
	const { name, type, server, port, megabytes } = store;
	const unit = `lvs-${name}-session-store`;
	const redis = type === "redis";
	const conf = `/etc/pulumi-lvs/${name}-redis.conf`;
	const view = {
		name,
		type,
		redis,
		conf,
		address: server.address,
		port,
		megabytes,
	};
	const text = (template: string) =>
		renderTemplate(`session-store/etc/${template}`, view);
	return {
		...nothing,
		ownAddress: server.address,
		directories: redis ? { "/etc/pulumi-lvs": "755 root:root" } : {},
		packages: { [redis ? "@redis@" : "memcached"]: "installed" },
		files: {
			...(redis
				? {
						[conf]: {
							content: text("redis.conf"),
							mode: "640",
							readBy: "others",
							owner: "root:redis",
							restarts: unit,
						},
					}
				: {}),
			[`/etc/systemd/system/${unit}.service`]: {
				content: text("lvs-session-store.service"),
				mode: "644",
				readBy: "systemd",
				restarts: unit,
			},
		},
		units: { [unit]: "enabled active" },
		...serves(type, [port]),
		passes: serverPasses({ address: server.address, ports: [port] }),
		sole: [`port ${port}`],
	};
}

/** The settings of php.ini for this session store. The password stands as a placeholder. */
export function sessionSettings({
	name,
	type,
	server,
	port,
}: SessionStore): Record<string, string> {
	// without it, PHP accepts a session id that it never handed out
	const strict = { "session.use_strict_mode": "1" };
	return type === "memcached"
		? {
				"session.save_handler": "memcached",
				"session.save_path": `${server.address}:${port}`,
				...strict,
			}
		: {
				"session.save_handler": "redis",
				"session.save_path": `tcp://${server.address}:${port}?auth=@secret:${name}-password@&timeout=2&prefix=${name}:`,
				// two requests of one session run one after the other; PHP's redis module does not do this by default
				"redis.session.locking_enabled": "1",
				"redis.session.lock_retries": "-1",
				...strict,
			};
}

export const sessionPackages = {
	redis: "@php-redis@",
	memcached: "@php-memcached@",
} as const;

/** The settings of php.ini that PHP needs for each type of session store. */
export const sessionSettingNames = {
	redis: [
		"session.save_handler",
		"session.save_path",
		"redis.session.locking_enabled",
		"redis.session.lock_retries",
		"session.use_strict_mode",
	],
	memcached: [
		"session.save_handler",
		"session.save_path",
		"session.use_strict_mode",
	],
} as const;
