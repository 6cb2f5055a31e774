import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSurvey } from "../../../../src/host/operations/survey.ts";
import { surveyText } from "../../cli/init/survey.ts";

test("what a host tells of itself is read", () => {
	assert.deepEqual(parseSurvey(surveyText), {
		family: "debian",
		system: "Debian GNU/Linux 12 (bookworm)",
		addresses: [
			{ address: "10.0.2.15", prefixLength: 24 },
			{ address: "172.18.0.66", prefixLength: 24 },
			{ address: "172.18.0.70", prefixLength: 32 },
		],
		ports: [22, 80],
		programs: ["arping"],
		running: ["keepalived.service", "kube-proxy"],
		ipvsServices: 1,
	});
});
