import type { Observed } from "../../../../src/host/observed.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import {
	linkSettingOf,
	parseLinkSysctl,
} from "../../../../src/model/link-sysctl.ts";

/** Kinds whose things a look tells one by one, and only those that are asked for. */
export const askedFor = [
	"packages",
	"modules",
	"files",
	"directories",
	"archives",
	"units",
	"devices",
	"conditions",
] as const;

/** Kinds of which a look tells all, and nothing where none is declared. */
const allOrNone = [
	"timeouts",
	"receivers",
	"syncs",
	"nftables",
	"routes",
] as const;

/** What a look finds of a model of a host where `desired` is asked for. */
export function lookAt(desired: Desired, host: Observed): Observed {
	const links = Object.keys(desired.sysctls).flatMap(
		(key) => parseLinkSysctl(key)?.setting ?? [],
	);
	return {
		...host,
		...Object.fromEntries(
			askedFor.map((part) => [
				part,
				only<unknown>(host[part], (key) => key in desired[part]),
			]),
		),
		...Object.fromEntries(
			allOrNone.map((part) => [
				part,
				Object.keys(desired[part]).length === 0 ? {} : host[part],
			]),
		),
		sysctls: only(host.sysctls, (key) => {
			const setting = linkSettingOf(key);
			return (
				key in desired.sysctls ||
				(setting !== undefined && links.includes(setting))
			);
		}),
		filters:
			Object.keys(desired.passes ?? {}).length === 0
				? { chains: [], unread: [] }
				: host.filters,
	};
}

function only<Value>(
	found: Readonly<Record<string, Value>>,
	isAsked: (key: string) => boolean,
): Record<string, Value> {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => isAsked(key)),
	);
}
