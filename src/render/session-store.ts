import type { Desired } from "../model/desired.ts";
import type { FamilyName } from "../model/family.ts";
import { hostText, type Text } from "../model/host-text.ts";
import type {
	PhpSessions,
	SessionStore,
	SessionStoreType,
} from "../model/session-store.ts";
import { passwordOf, renderMemoryStore } from "./memory-store.ts";

/** A separate server program for sessions. */
export function renderSessionStore(store: SessionStore): Desired {
	return renderMemoryStore(store, "sessions");
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
	// otherwise PHP accepts a session id that it never issued
	const strict = { "session.use_strict_mode": "1" };
	// this is as long as a lock may live, and not for ever: a full store gives no lock, and would block all workers of the web server
	const retries = String(Math.ceil(((lockSeconds + 1) * 1000) / lockWait));
	return type === "memcached"
		? {
				"session.save_handler": "memcached",
				"session.save_path": `${address}:${port}`,
				// by itself PHP's module waits for 0.75 s, and then goes on with an empty session, whose changes are lost
				"memcached.sess_locking": "1",
				"memcached.sess_lock_expire": String(lockSeconds),
				"memcached.sess_lock_wait_min": String(lockWait),
				"memcached.sess_lock_wait_max": String(lockWait),
				"memcached.sess_lock_retries": retries,
				...strict,
			}
		: {
				"session.save_handler": "redis",
				"session.save_path": hostText`tcp://${address}:${String(port)}?auth=${passwordOf(name)}&timeout=2&prefix=${name}:`,
				// two requests of one session run one after the other; PHP's redis module does not do this by default
				"redis.session.locking_enabled": "1",
				"redis.session.lock_expire": String(lockSeconds),
				// for a new session PHP's module tries three times as long
				"redis.session.lock_wait_time": String(lockWait * 1000),
				"redis.session.lock_retries": retries,
				...strict,
			};
}

/** The package by which PHP talks to each type of session store. */
export const sessionPackages = {
	redis: "php-redis",
	memcached: "php-memcached",
} as const satisfies Record<SessionStoreType, FamilyName>;
