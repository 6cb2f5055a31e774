import { ruleKey } from "../../ipvs/rule.ts";
import type { Imported } from "../declare-rules.ts";
import { declareSettings } from "../declare-settings.ts";
import type { ReadRules, ReadService } from "../read-rules.ts";
import type { Place, Unread } from "../script/read-script.ts";
import { declareKeepalived } from "./declare-keepalived.ts";
import type { Configuration } from "./parse-configuration.ts";
import { readKeepalived } from "./read-keepalived.ts";

/** The name of the director's table in reports on its lines. */
const table = "ipvsadm -Sn";

/**
 * Declares a director on which keepalived runs by its configuration, which contains more than the table. If the configuration has no services, because another
 * program sets them, they are taken from the table.
 *
 * @param found the table
 */
export function declareDirector(
	found: ReadRules,
	{ path, text, find }: Configuration,
	options: Parameters<typeof declareKeepalived>[1],
): Imported & { readonly services: readonly ReadService[] } {
	const read = readKeepalived(text, find);
	const inTable = found.services.map((service) => ({
		...placed(service, table),
		servers: service.servers.map((server) => placed(server, table)),
	}));
	const services = read.hasServices ? read.services : inTable;
	const { clusters, unread, remarks } = declareKeepalived(
		{
			...read,
			services,
			unread: [
				...read.unread,
				...found.unread.map((line) => placed(line, table)),
				...notIn(services, inTable),
			],
		},
		options,
	);
	const settled = declareSettings(
		clusters,
		// what the configuration says of syncs was read
		found.settings && read.vrrp.syncs.length > 0
			? { ...found.settings, syncs: [] }
			: found.settings,
	);
	const ofFile = (told: Unread) => placed(told, told.file ?? path);
	return {
		...{ services, clusters: settled.clusters },
		unread: [...unread, ...settled.unread].map(ofFile),
		remarks: [...remarks, ...settled.remarks].map(ofFile),
	};
}

function placed<Of extends Place>(of: Of, file: string): Of {
	return { ...of, file };
}

/** Rules that are in the table, and not in a configuration: somebody else has set them. A sorry server is in the table while it serves. */
function notIn(
	services: readonly ReadService[],
	inTable: readonly ReadService[],
): Unread[] {
	const reason =
		"it is in the table, and not declared, as it is not in the configuration of keepalived; set it there, or write it down";
	const keys = new Set(
		services.flatMap(({ rule, servers }) =>
			[rule, ...servers.map((server) => server.rule)].map(ruleKey),
		),
	);
	return inTable.flatMap((service) => {
		if (!keys.has(ruleKey(service.rule))) return [told(service, reason)];
		const sorry = services.find(
			({ rule }) => ruleKey(rule) === ruleKey(service.rule),
		)?.sorry?.value.address;
		return service.servers
			.filter(
				({ rule }) => !keys.has(ruleKey(rule)) && rule.address.text !== sorry,
			)
			.map((server) => told(server, reason));
	});
}

function told({ file = "", line, text }: Place, reason: string): Unread {
	return { file, line, text, reason };
}
