import { declareRules, type Imported } from "../../import/declare-rules.ts";
import { declareDirector } from "../../import/keepalived/declare-director.ts";
import { declareKeepalived } from "../../import/keepalived/declare-keepalived.ts";
import type { FindIncluded } from "../../import/keepalived/include.ts";
import { isKeepalived } from "../../import/keepalived/is-keepalived.ts";
import type { Configuration } from "../../import/keepalived/parse-configuration.ts";
import { readKeepalived } from "../../import/keepalived/read-keepalived.ts";
import { declareLdirectord } from "../../import/ldirectord/declare-ldirectord.ts";
import { isLdirectord } from "../../import/ldirectord/is-ldirectord.ts";
import { readLdirectord } from "../../import/ldirectord/read-ldirectord.ts";
import { hasRules, notRules } from "../../import/not-rules.ts";
import {
	type ReadRules,
	type ReadService,
	readRules,
} from "../../import/read-rules.ts";
import { UsageError } from "../usage-error.ts";
import type { Given } from "./given-rules.ts";
import { toldOf } from "./told-of.ts";

interface Options {
	/** Whether a command of the user's may have printed it. That command may have failed. */
	readonly piped: boolean;
	/** The VIP of services that are firewall marks, if the text does not name it. */
	readonly markVip: string | undefined;
	/** Whether only one director is printed, even if the text names others. */
	readonly oneDirector?: boolean;
	/** Finds the files that a keepalived.conf includes. */
	readonly find: FindIncluded;
}

/**
 * The clusters that a text declares. The content tells whether it is rules, a keepalived.conf, a ldirectord.cf, or a director.
 *
 * @param source the text or the director, as the user named it
 * @throws UsageError where there is nothing to declare in it, or a VIP is named for marks and none is there
 */
export function declareGiven(
	given: Given,
	source: string,
	options: Options,
): Imported {
	if (given.kind === "director") {
		const { rules, configuration } = given;
		return configuration === undefined
			? declareRead(rules, source, options)
			: declareBoth(rules, configuration, source, options);
	}
	const { text } = given;
	if (!hasRules(text)) {
		if (isKeepalived(text)) return declareConfiguration(text, source, options);
		if (isLdirectord(text)) return declareVirtuals(text, source, options);
	}
	const why = notRules(text);
	if (why !== undefined) throw new UsageError(`${source}: ${why}`);
	return declareRead(readRules(text), source, options);
}

function declareRead(
	rules: ReadRules,
	source: string,
	{ piped, markVip }: Options,
): Imported {
	if (rules.services.length === 0 && rules.unread.length === 0)
		throw new UsageError(
			`${source}: no rules in it${piped ? "; if a command stands before the pipe, it may have failed" : ""}`,
		);
	refuseVip(rules.services, source, markVip);
	return declareRules(rules, { markVip });
}

function declareConfiguration(
	text: string,
	source: string,
	{ markVip, oneDirector = false, find }: Options,
): Imported {
	const read = readKeepalived(text, find);
	if (!read.hasServices)
		throw new UsageError(
			[
				`${source}: this keepalived.conf has no virtual_server, so it spreads nothing; an address that moves from one machine to another is part of a declaration only with services`,
				...read.unparsed.map((line) => `  ${toldOf(line, source)}`),
			].join("\n"),
		);
	refuseVip(read.services, source, markVip);
	return declareKeepalived(read, { markVip, oneDirector });
}

function declareVirtuals(
	text: string,
	source: string,
	{ markVip }: Options,
): Imported {
	const read = readLdirectord(text);
	refuseVip(read.services, source, markVip);
	return declareLdirectord(read, { markVip });
}

function declareBoth(
	rules: ReadRules,
	configuration: Configuration,
	source: string,
	{ markVip, oneDirector = false }: Options,
): Imported {
	const { services, ...imported } = declareDirector(rules, configuration, {
		...{ markVip, oneDirector },
	});
	if (services.length === 0 && imported.unread.length === 0)
		throw new UsageError(`${source}: no rules in it`);
	refuseVip(services, source, markVip);
	return imported;
}

function refuseVip(
	services: readonly ReadService[],
	source: string,
	markVip: string | undefined,
): void {
	if (
		markVip !== undefined &&
		!services.some(({ rule }) => rule.match.protocol === "fwmark")
	)
		throw new UsageError(
			`--vip ${markVip}: no service of ${source} is a firewall mark, and the others name their VIP; leave it out`,
		);
}
