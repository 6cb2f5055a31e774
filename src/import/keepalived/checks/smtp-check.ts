import {
	type CheckReader,
	meaninglessInChecks,
	ofEveryCheck,
} from "./check-reader.ts";

/** `SMTP_CHECK`. A mail server speaks first: 220, and its name. */
export const smtpCheck: CheckReader = {
	vocabulary: {
		of: "a SMTP_CHECK",
		read: [...ofEveryCheck, "host"],
		meaningless: [...meaninglessInChecks, "helo_name"],
		refused: {},
		blocks: ["host"],
	},
	usual: { retry: 1, delayBeforeRetry: 1 },
	timeout: "connect_timeout",
	read({ own, realServer, port }) {
		for (const { line, block = [] } of own.all("host"))
			for (const { keyword, values } of block)
				if (
					(keyword === "connect_ip" && values[0] !== realServer.address) ||
					(keyword === "connect_port" && values[0] !== String(port))
				)
					return `line ${line}: it asks another place, ${values[0]}, and a check goes to the real server itself; let a program of yours ask it: check: { command: "/usr/local/bin/check-site" }`;
		return {
			kind: "tcp",
			fields: { tcp: { expect: "220" } },
			remarks: [
				"it waits for the greeting of a mail server, 220, and keepalived says HELO too",
			],
		};
	},
};
