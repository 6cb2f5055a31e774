import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../errors.ts";
import { sitePort } from "../model/defaults.ts";
import { formatPath } from "../model/path.ts";
import { type Website as WebsiteModel, websiteDoor } from "../model/website.ts";
import type {
	SiteDeclaration,
	WebsiteDeclaration,
} from "../model/website-declaration.ts";
import { renderWebsite } from "../render/website.ts";
import { notComponentIfGiven } from "./component-problem.ts";
import type { HealthCheck } from "./health-check.ts";
import { HostComponent, refuseWrong } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";
import { nameHeader } from "./named-headers.ts";
import { isPlainObject } from "./object-or-empty.ts";
import { provenKey } from "./proven-key.ts";
import { type Served, servedBy, serves } from "./served-by.ts";
import type { SessionStore } from "./session-store.ts";
import { undeclared } from "./undeclared.ts";
import { waitingFor } from "./waiting-for.ts";

/** What a website is declared with: a WebsiteDeclaration whose leaves may be outputs of other resources. */
export interface WebsiteArgs extends Omit<Inputs<WebsiteDeclaration>, "sites"> {
	readonly sites: Readonly<Record<string, SiteArgs>>;
}

export type SiteArgs = Inputs<SiteDeclaration> & {
	/** The session store for PHP. Default: sessions are files on the real server that the client came to. */
	readonly sessions?: SessionStore;
};

/**
 * Web sites on every real server: virtual hosts, their files, TLS, PHP. Declare the website before the cluster, and let the cluster wait for it, so that no
 * client is sent to a real server without its site.
 *
 * @example
 * ```ts
 * const sites = new Website("sites", {
 *   realServers,
 *   sites: { main: { files: { "index.html": "<h1>{{realServer}}</h1>" } } },
 * });
 * const services = { http: { tcp: 80, check: sites.check("main") } };
 * new Cluster("web", { ..., realServers, services }, { dependsOn: sites });
 * ```
 */
export class Website extends HostComponent<WebsiteModel> {
	readonly #name: string;
	readonly #sites: Readonly<Record<string, SiteArgs>>;
	readonly #served: Served;

	constructor(
		name: string,
		args: WebsiteArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		refuseWrong(websiteDoor, name, ...withoutSessions(args));
		const { declaration, secrets, stores } = apart(name, args);
		super(
			"Website",
			name,
			websiteDoor,
			declaration,
			waitingFor(stores, options),
		);
		this.#name = name;
		this.#sites = args.sites;
		this.#served = serves(websiteDoor.what, name, args);
		nameHeader(this.model.apply(({ header }) => header));
		for (const [realServer, { host }] of Object.entries(args.realServers))
			if (host !== undefined)
				this.manage({
					role: "website",
					name: realServer,
					declared: host,
					secrets,
					part: (model) => {
						const found = named(model.realServers, realServer);
						return {
							connection: found.host,
							desired: renderWebsite(model, found),
						};
					},
				});
		this.registerOutputs({});
	}

	/**
	 * A health check that gets a site's first page as its clients do: `/` of its port, under its name, over TLS if it has that, with status 200. A certificate is
	 * not verified.
	 *
	 * @param site its name in `sites`. Default: the only one.
	 * @throws pulumi.RunError where no such site is declared, or several are and none is named.
	 */
	check(site?: string): HealthCheck {
		const names = Object.keys(this.#sites);
		const name = site ?? (names.length === 1 ? names[0] : undefined);
		const found =
			name !== undefined && names.includes(name)
				? this.#sites[name]
				: undefined;
		if (found === undefined)
			throw undeclared({
				subject: `website ${this.#name}`,
				path: "check",
				part: "site",
				name,
				declared: names,
			});
		const { tls, port = sitePort(tls !== undefined), serverName } = found;
		const check: HealthCheck = {
			...(tls === undefined ? { http: "/" } : { https: "/" }),
			...(serverName === undefined ? {} : { hostName: serverName }),
			port,
		};
		return servedBy(check, this.#served);
	}
}

/** The declaration without its session stores, and the problems of those. */
function withoutSessions(args: WebsiteArgs): [unknown, Problem[]] {
	if (!isPlainObject(args) || !isPlainObject(args.sites)) return [args, []];
	const problems: Problem[] = [];
	const sites = Object.entries(args.sites).map(([name, site]) => {
		if (!isPlainObject(site)) return [name, site];
		const { sessions, ...rest } = site;
		const path = formatPath(["sites", name, "sessions"]);
		problems.push(...notComponentIfGiven(path, "SessionStore", sessions));
		return [name, rest];
	});
	return [{ ...args, sites: Object.fromEntries(sites) }, problems];
}

/** Splits the arguments into the plain declaration, its secrets by name, and its session stores. */
function apart(website: string, { sites, ...others }: WebsiteArgs) {
	const secrets: Record<string, pulumi.Input<string>> = {};
	const stores = Object.values(sites).flatMap(({ sessions }) => sessions ?? []);
	const declared = Object.entries(sites).map(([name, site]) => {
		const { sessions, ...rest } = site;
		if (site.tls !== undefined)
			secrets[`${name}-key`] = provenKey(
				`website ${website}`,
				`sites.${name}.tls`,
				{ ...site, tls: site.tls },
			);
		Object.assign(secrets, sessions?.secrets);
		return [
			name,
			{
				...rest,
				...(sessions === undefined ? {} : { sessions: sessions.forPhp }),
			},
		];
	});
	return {
		declaration: { ...others, sites: Object.fromEntries(declared) },
		secrets,
		stores,
	};
}
