import type { Problem } from "../errors.ts";
import { checkHost, filesOfHost } from "../model/check-host.ts";
import { fields } from "../model/fields.ts";
import { unknownKey } from "../model/unknown-key.ts";
import { wanted } from "../model/wanted.ts";
import { withBadFiles } from "./bad-files.ts";
import { servicesOf } from "./cluster-services.ts";
import { notComponent } from "./component-problem.ts";
import { forgottenByApp } from "./forgotten.ts";
import { knownPart } from "./inputs.ts";
import { isPlainObject } from "./object-or-empty.ts";

/** What is wrong with the arguments of a smoke test, as far as it can be known at once. */
export function smokeProblems(name: unknown, args: unknown): Problem[] {
	const nameless =
		typeof name === "string" && name !== ""
			? []
			: mistaken("name", 'the name of a smoke test like "spread"', name);
	if (!isPlainObject(args))
		return [
			...nameless,
			...mistaken(
				"declaration",
				"an object with cluster, from and checks",
				args,
			),
		];
	const { cluster, from, second, checks, ...others } = fields(args) ?? {};
	return [
		...nameless,
		...Object.keys(others).map((key) => ({
			path: "declaration",
			message: unknownKey(key, ["cluster", "from", "second", "checks"]),
		})),
		...notComponent("cluster", "Cluster", cluster),
		...hostProblems("from", from),
		...(second === undefined ? [] : hostProblems("second", second)),
		...checkProblems(checks),
		...forgottenProblems(servicesOf(cluster), checks),
	];
}

function hostProblems(key: string, host: unknown): Problem[] {
	const known = knownPart(host);
	return withBadFiles(checkHost(key, known), filesOfHost(key, known));
}

function checkProblems(checks: unknown): Problem[] {
	return Array.isArray(checks)
		? checks.flatMap((check, index) => oneCheck(`checks[${index}]`, check))
		: mistaken(
				"checks",
				'a list of checks like [spread({ service: "http" })]',
				checks,
			);
}

/** A control is meant to fail: it may prove the lack of the component. */
function forgottenProblems(
	services: ReturnType<typeof servicesOf>,
	checks: unknown,
): Problem[] {
	return (Array.isArray(checks) ? checks : []).flatMap((check, index) => {
		const { service, app } = fields(check) ?? {};
		const serving = services?.get(String(service));
		return serving === undefined
			? []
			: forgottenByApp(`checks[${index}].app`, app, serving.machines);
	});
}

/** Each check, with its parts besides the service. */
const needs: Readonly<Record<string, "app" | "database" | undefined>> = {
	spread: undefined,
	sticky: undefined,
	readBack: "database",
	session: "app",
	failover: "app",
	register: "app",
	article: "app",
	outage: undefined,
};
const apps = ["wordpress", "discuz", "php-session"];

function oneCheck(path: string, check: unknown): Problem[] {
	const { kind, of, service, app, database } = fields(check) ?? {};
	if (kind === "control")
		return fields(of)?.kind === "outage"
			? [
					{
						path: `${path}.of`,
						message:
							"an outage is no control: one that could not begin would pass; declare what it may lose",
					},
				]
			: oneCheck(`${path}.of`, of);
	if (typeof kind !== "string" || !Object.hasOwn(needs, kind))
		return mistaken(path, 'a check like spread({ service: "http" })', check);
	const isApp = isPlainObject(app) && apps.includes(String(fields(app)?.kind));
	return [
		...(typeof service === "string"
			? []
			: mistaken(
					`${path}.service`,
					'the name of a service like "http"',
					service,
				)),
		...(needs[kind] === "app" && !isApp
			? mistaken(`${path}.app`, "an application like `app` of a WordPress", app)
			: []),
		...(needs[kind] === "database" && !isPlainObject(database)
			? mistaken(
					`${path}.database`,
					'the way to a database, like database.access("wordpress")',
					database,
				)
			: []),
	];
}

function mistaken(path: string, expected: string, value: unknown): Problem[] {
	return [{ path, message: wanted(expected, knownPart(value)) }];
}
