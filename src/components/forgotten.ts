import type { Problem } from "../errors.ts";
import { isSame, type Machine, servingOf } from "../model/machines-among.ts";
import { formatPath } from "../model/path.ts";
import { knownPart } from "./inputs.ts";
import { isPlainObject, objectOrEmpty } from "./object-or-empty.ts";
import { everythingServed, type Served, servedOf } from "./served-by.ts";

interface ClusterArgs {
	readonly services?: unknown;
	readonly realServers?: unknown;
}

/**
 * Real servers that get clients of a service, and lack the component that these clients use. The service's health check names that component, or a `url` that
 * has its VIP. A check that was written by hand names no component.
 */
export function forgottenByServices(args: ClusterArgs): Problem[] {
	return linksOf(args).flatMap(({ path, service, served, machines, byCheck }) =>
		lacking(machines, served).map(({ name }) => ({
			path,
			message: `${name} gets clients of ${service}, and ${setUpOn(served)}; add ${name} there too. Or write services.${service}.realServers.${name}: { serves: false }${byCheck ? `; or, where others set it up on ${name}, write the check by hand` : ""}`,
		})),
	);
}

/** The same for a check of a smoke test, which uses an application through a service on these machines. */
export function forgottenByApp(
	path: string,
	app: unknown,
	machines: readonly Machine[],
): Problem[] {
	const served = servedOf(app);
	return served === undefined
		? []
		: lacking(machines, served).map(({ name }) => ({
				path,
				message: `${name} gets clients of this service, and ${setUpOn(served)}; add ${name} there too, or take it out of the service`,
			}));
}

/** Machines that have the component and get no clients from the cluster that checks it. This is no mistake: a machine may be about to join or to leave. */
export function withoutClients(args: ClusterArgs): Problem[] {
	const all = [...servingOf(knownPart(args)).values()].flatMap(
		({ machines }) => machines,
	);
	return linksOf(args).flatMap(({ path, served }) =>
		served.machines
			.filter((each) => !all.some((other) => isSame(each, other)))
			.map(({ name }) => ({
				path,
				message: `${served.by} is set up on ${name} too, to which this cluster sends nobody`,
			})),
	);
}

/** The component for which clients come to a service. */
function linksOf(args: ClusterArgs) {
	const { services } = objectOrEmpty(args);
	const declared = isPlainObject(services)
		? (services as Readonly<Record<string, unknown>>)
		: {};
	return [...servingOf(knownPart(args))].flatMap(
		([service, { machines, at }]) => {
			const { check } = objectOrEmpty(declared[service] as { check?: unknown });
			const byCheck = servedOf(check);
			const byAddress = everythingServed().find(
				(each) => each.at !== undefined && at.includes(each.at),
			);
			const served = check === undefined ? byAddress : byCheck;
			return served === undefined
				? []
				: [
						{
							path: formatPath([
								"services",
								service,
								...(byCheck === undefined ? [] : ["check"]),
							]),
							service,
							served,
							machines,
							byCheck: byCheck !== undefined,
						},
					];
		},
	);
}

/** The machines on which no component of this kind is set up: several components may share the real servers of a service. */
function lacking(machines: readonly Machine[], served: Served): Machine[] {
	const having = [served, ...everythingServed()]
		.filter(({ what }) => what === served.what)
		.flatMap((each) => each.machines);
	return machines.filter((each) => !having.some((has) => isSame(each, has)));
}

function setUpOn({ by, machines }: Served): string {
	return `${by} is set up on ${machines.map(({ name }) => name).join(", ")} alone`;
}
