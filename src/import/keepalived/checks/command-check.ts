import { quote } from "../../../model/quote.ts";
import { scriptPath, scriptRemark } from "../../configuration/script-path.ts";
import { programIn } from "../program-in.ts";
import { type CheckReader, meaninglessInChecks } from "./check-reader.ts";

/** `MISC_CHECK` */
export const commandCheck: CheckReader = {
	vocabulary: {
		of: "a MISC_CHECK",
		read: [
			...["misc_path", "misc_timeout", "user", "delay_loop", "retry"],
			...["delay_before_retry", "alpha", "connect_port", "connect_ip"],
		],
		meaningless: meaninglessInChecks,
		refused: {
			misc_dynamic:
				"a program that sets the weight by its exit status cannot be declared; 0 is good, and all else is a failure",
		},
		blocks: [],
		names: { user: 1 },
	},
	usual: { retry: 0, delayBeforeRetry: 1 },
	timeout: "misc_timeout",
	read({ own, realServer, port, scriptUser }) {
		const [line = "", ...outside] = own.last("misc_path")?.values ?? [];
		const words = programIn(
			line,
			'write a script, and declare it: check: { command: "/usr/local/bin/check-site" }',
		);
		if (typeof words === "string") return words;
		const [path = "", ...given] = words;
		const ours = [realServer.address, String(port)];
		const script =
			given.length > 2 || given.some((word, index) => word !== ours[index])
				? `exec ${[quote(path), ...given.map((word) => asParameter(word, ours))].join(" ")}`
				: undefined;
		const command = script === undefined ? path : scriptPath(path, script);
		const runAs = own.last("user")?.values[0] ?? scriptUser;
		return {
			kind: "command",
			fields: {
				command,
				...(runAs === undefined || runAs === "nobody" ? {} : { runAs }),
			},
			remarks: [
				...(outside.length === 0
					? []
					: [
							`keepalived takes only the first word of misc_path, as no quotes stand around them all; if the others belong to it, write misc_path "${[line, ...outside].join(" ")}"`,
						]),
				...(script !== undefined
					? [scriptRemark(command, script)]
					: given.length === 2
						? []
						: [
								`${path} is called with address and port of the real server, and keepalived calls it with ${given.length === 0 ? "nothing" : "the address alone"}`,
							]),
				...(runAs === undefined
					? [
							`${command} runs as nobody, and by keepalived as keepalived_script or root; for another user write \`runAs\``,
						]
					: []),
			],
		};
	},
};

/** An argument in a script that is called with the address and the port. */
function asParameter(word: string, [address, port]: readonly string[]): string {
	if (word === address) return '"$1"';
	return word === port ? '"$2"' : quote(word);
}
