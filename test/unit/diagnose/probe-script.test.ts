import assert from "node:assert/strict";
import { test } from "node:test";
import { probeScript } from "../../../src/diagnose/probe.ts";

test("a probe reads no .curlrc of the client's user, and goes by no proxy", () => {
	const script = probeScript([
		{ number: 1, kind: "http", vip: "10.0.0.1", port: 80, clientPort: 40001 },
	]);
	// curl takes -q for that as its first word alone
	assert.match(script, /\(curl -q .*--noproxy '\*' /);
});
