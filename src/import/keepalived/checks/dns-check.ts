import { dnsRecordTypes } from "../../../model/check-declaration.ts";
import {
	type CheckReader,
	meaninglessInChecks,
	ofEveryCheck,
} from "./check-reader.ts";

/** `DNS_CHECK` */
export const dnsCheck: CheckReader = {
	vocabulary: {
		of: "a DNS_CHECK",
		read: [...ofEveryCheck, "type", "name"],
		meaningless: meaninglessInChecks,
		refused: {},
		blocks: [],
	},
	usual: { retry: 3, delayBeforeRetry: undefined },
	timeout: "connect_timeout",
	read({ own }) {
		const type = own.last("type")?.values[0] ?? "SOA";
		const recordType = dnsRecordTypes.find((known) => known === type);
		if (recordType === undefined)
			return `a record of type ${type} cannot be asked for; ask for one of ${dnsRecordTypes.join(", ")}`;
		return {
			kind: "dns",
			fields: {
				dns: own.last("name")?.values[0] ?? ".",
				...(recordType === "A" ? {} : { recordType }),
			},
			remarks: [],
		};
	},
};
