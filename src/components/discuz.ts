import * as pulumi from "@pulumi/pulumi";
import type { ArchiveDeclaration } from "../model/application.ts";
import {
	type DiscuzDeclaration,
	type Discuz as DiscuzModel,
	discuzDoor,
} from "../model/discuz.ts";
import {
	discuzData,
	renderDiscuz,
	renderDiscuzSite,
} from "../render/discuz.ts";
import type { DeclaredApp } from "../smoke/web-app.ts";
import { applicationDeclaration } from "./application.ts";
import type { DatabaseAccess } from "./database-access.ts";
import { frontApp } from "./front-app.ts";
import { frontCheck } from "./front-check.ts";
import { frontSecrets } from "./front-secrets.ts";
import type { HealthCheck } from "./health-check.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";
import { notShared, placeOf, type Shared, storageOf } from "./not-shared.ts";
import { objectOrEmpty } from "./object-or-empty.ts";
import { secretsOf } from "./secrets.ts";
import { type Served, servedBy, serves } from "./served-by.ts";
import { waitingFor } from "./waiting-for.ts";

/** What Discuz! is declared with: a DiscuzDeclaration whose leaves may be outputs of other resources. */
export interface DiscuzArgs
	extends Omit<Inputs<DiscuzDeclaration>, "database" | "archive"> {
	readonly database: DatabaseAccess;
	readonly archive: ArchiveDeclaration;
	/**
	 * Shared storage with `Discuz.data` among its directories; Discuz! waits for it. `"elsewhere"`: you share that directory by other means. A single real server
	 * needs none.
	 */
	readonly data?: Shared;
}

/**
 * Discuz! X3.5 on every real server, from an archive that you provide. All real servers have the same keys, one database, and
 * one data directory, except for files that each generates for itself. The forum is set up once, through one real server, by the steps
 * of its own installer.
 */
export class Discuz extends HostComponent<DiscuzModel> {
	/** The directory that all real servers must share. */
	static readonly data = discuzData;

	/** How smoke tests use the forum, as its administrator. */
	readonly app: DeclaredApp;

	readonly #served: Served;
	readonly #args: DiscuzArgs;

	constructor(
		name: string,
		args: DiscuzArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		const { database, archive, data, ...others } = objectOrEmpty(args);
		const { declaration, problems } = applicationDeclaration(args, others);
		super(
			"Discuz",
			name,
			discuzDoor,
			declaration,
			waitingFor([storageOf(data)], options),
			[...problems, ...notShared("data", discuzData, data, others.realServers)],
		);
		this.#args = args;
		this.#served = serves(discuzDoor.what, name, args);
		const { from, ...access } = args.database;
		const front = frontSecrets(`Discuz! ${name}`, args);
		const made = secretsOf(this, name, `Discuz! ${name}`, {
			"administrator-password": {
				path: "administrator.password",
				given: others.administrator?.password,
				place: "line",
			},
			authkey: { place: "anywhere" },
			"uc-key": { place: "anywhere" },
		});
		const { "administrator-password": adminPassword = "", ...keys } = made;
		const entries = Object.entries(args.realServers).flatMap(
			([realServer, { host }]) =>
				host === undefined ? [] : [[realServer, host] as const],
		);
		const realServers = entries.map(([realServer, host]) =>
			this.manage({
				role: "discuz",
				name: realServer,
				declared: host,
				// otherwise, if the database cannot be set up, the real servers would get an address without a database
				after: from === undefined ? [] : [from],
				secrets: { ...keys, ...front, "database-password": access.password },
				part: (model) => {
					const found = named(model.realServers, realServer);
					return {
						connection: found.host,
						desired: renderDiscuz(model, {
							realServer,
							data: placeOf(data),
						}),
					};
				},
			}),
		);
		for (const [realServer, host] of entries.slice(0, 1))
			this.manage({
				role: "discuz-site",
				name: realServer,
				as: `${realServer}-site`,
				declared: host,
				after: [...realServers, ...(from === undefined ? [] : [from])],
				secrets: {
					"administrator-password": adminPassword,
					// the engine gets a new password when all real servers have it
					"database-password": access.password,
				},
				part: (model) => ({
					connection: named(model.realServers, realServer).host,
					desired: renderDiscuzSite(model, placeOf(data)),
				}),
			});
		const app: DeclaredApp = {
			kind: "discuz",
			...frontApp(args, this.model),
			user: this.model.administrator.user,
			password: pulumi.secret(adminPassword),
		};
		this.app = servedBy(app, this.#served);
		this.registerOutputs({});
	}

	/**
	 * A health check that gets the sign-in page, which needs PHP, the code, the database and its tables. It costs what a page of the forum costs, so it asks only
	 * every 5 s. Without the database it fails on every real server: write `whenAllFail: "keepAll"` if visitors should then see the message of Discuz!.
	 */
	check(): HealthCheck {
		const check = frontCheck(
			this.#args,
			this.model,
			"/member.php?mod=logging&action=login",
			// Discuz! also reports errors with status 200
			{ text: "formhash" },
		);
		return servedBy(check, this.#served);
	}
}
