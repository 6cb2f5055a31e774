import {
	type CheckReader,
	meaninglessInChecks,
	ofEveryCheck,
} from "./check-reader.ts";

/** `TCP_CHECK` */
export const tcpCheck: CheckReader = {
	vocabulary: {
		of: "a TCP_CHECK",
		read: ofEveryCheck,
		meaningless: meaninglessInChecks,
		refused: {},
		blocks: [],
	},
	usual: { retry: 1, delayBeforeRetry: 1 },
	timeout: "connect_timeout",
	read: () => ({ kind: "tcp", fields: { tcp: true }, remarks: [] }),
};
