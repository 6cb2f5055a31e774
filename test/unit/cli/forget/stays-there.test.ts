import assert from "node:assert/strict";
import { test } from "node:test";
import { staysThere } from "../../../../src/cli/forget/stays-there.ts";
import { renderSessionStore } from "../../../../src/render/session-store.ts";
import { connection } from "../../model/declared.ts";
import { sessions } from "../../render/beside.ts";

const host = {
	component: "sessions",
	role: "session-store",
	name: "server",
	connection: connection(22),
	desired: renderSessionStore(sessions),
	follows: {},
} as const;

test("what stays on a host is named as it is there, and no secret is asked for", () => {
	assert.deepEqual(staysThere({ ...host, family: "debian" }), [
		"package: redis-server",
		"file: /etc/pulumi-lvs/sessions-redis.conf, /etc/systemd/system/lvs-sessions-session-store.service, /etc/systemd/system/lvs-sessions-session-store.service.d/boot.conf, and 1 more",
		"directory: /etc/systemd/system/lvs-sessions-session-store.service.d, /etc/pulumi-lvs",
		"unit: lvs-sessions-session-store",
		"condition: answer at 172.18.0.69:6379, memory",
	]);
});

test("on a host whose family nobody saw, it is named as in render", () => {
	assert.equal(staysThere(host)[0], "package: @redis@");
});
