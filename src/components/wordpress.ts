import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import {
	type WordPress as WordPressModel,
	wordPressDoor,
} from "../model/wordpress.ts";
import { renderWordPress } from "../render/wordpress.ts";
import { wordPressUploads } from "../render/wordpress-places.ts";
import { renderWordPressSite } from "../render/wordpress-site.ts";
import type { DeclaredApp } from "../smoke/web-app.ts";
import { applicationDeclaration } from "./application.ts";
import { knownArchives } from "./archives.ts";
import { notComponentIfGiven } from "./component-problem.ts";
import { frontApp } from "./front-app.ts";
import { frontCheck, movedStatus } from "./front-check.ts";
import { frontSecrets } from "./front-secrets.ts";
import type { HealthCheck } from "./health-check.ts";
import { HostComponent } from "./host-component.ts";
import { named } from "./named.ts";
import { notShared, placeOf, storageOf } from "./not-shared.ts";
import { objectOrEmpty } from "./object-or-empty.ts";
import { plainly } from "./plainly.ts";
import { secretsOf } from "./secrets.ts";
import { type Served, servedBy, serves } from "./served-by.ts";
import { waitingFor } from "./waiting-for.ts";
import type { WordPressArgs } from "./wordpress-args.ts";
import { badKeys, keysNeeded } from "./wordpress-keys.ts";

/**
 * WordPress on every real server, from the distribution's package or an archive. All real servers have the same keys, one
 * database and shared uploads. The site is set up once, through one real server.
 *
 * @example
 * ```ts
 * new WordPress("blog", {
 *   realServers,
 *   url: "http://www.example.com",
 *   database: database.access("wordpress"),
 *   uploads: new SharedStorage("files", { ..., directories: { uploads: { path: WordPress.uploads } } }),
 * });
 * ```
 */
export class WordPress extends HostComponent<WordPressModel> {
	/** The directory of users' uploads, the only one that must be shared. */
	static readonly uploads = wordPressUploads;

	/** How smoke tests use the site, as its administrator. */
	readonly app: DeclaredApp;

	readonly #served: Served;
	readonly #args: WordPressArgs;

	constructor(
		name: string,
		args: WordPressArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		const { database, archive, uploads, keys, objects, ...others } =
			objectOrEmpty(args);
		const notCache = notComponentIfGiven("objects", "ObjectCache", objects);
		const plugins = knownArchives("plugins", others.plugins);
		const themes = knownArchives("themes", others.themes);
		const { declaration, problems } = applicationDeclaration(args, {
			...others,
			...(objects === undefined || notCache.length > 0
				? {}
				: { objects: objects.forWordPress }),
			plugins: plugins.archives,
			themes: themes.archives,
		});
		super(
			"WordPress",
			name,
			wordPressDoor,
			declaration,
			waitingFor([storageOf(uploads), objects], options),
			[
				...problems,
				...notCache,
				...plugins.problems,
				...themes.problems,
				...notShared("uploads", wordPressUploads, uploads, others.realServers),
				...badKeys(keys),
			],
		);
		this.#args = args;
		this.#served = serves(wordPressDoor.what, name, args);
		const { from, ...access } = args.database;
		const made = secretsOf(this, name, `WordPress ${name}`, {
			"administrator-password": {
				path: "administrator.password",
				given: others.administrator?.password,
				place: "line",
			},
			...keysNeeded(keys),
			...(args.mail?.password === undefined
				? {}
				: {
						"mail-password": {
							path: "mail.password",
							given: args.mail.password,
							place: "line",
						},
					}),
		});
		const { "administrator-password": adminPassword = "", ...signing } = made;
		const front = frontSecrets(`WordPress ${name}`, args);
		const realServers = Object.entries(args.realServers).flatMap(
			([realServer, { host }]) =>
				host === undefined
					? []
					: [
							this.manage({
								role: "wordpress",
								name: realServer,
								declared: host,
								// otherwise, if the database cannot be set up, the real servers would get an address without a database
								after: from === undefined ? [] : [from],
								secrets: {
									...signing,
									...front,
									...objects?.secrets,
									"database-password": access.password,
								},
								part: (model) => {
									const found = named(model.realServers, realServer);
									return {
										connection: found.host,
										desired: renderWordPress(model, {
											realServer,
											uploads: placeOf(uploads),
										}),
									};
								},
							}),
						],
		);
		const [first] = Object.entries(args.realServers);
		if (first?.[1].host === undefined)
			plainly(() => {
				throw new DeclarationError(`WordPress ${name}`, [
					{ path: "realServers", message: "empty" },
				]);
			});
		else
			this.manage({
				role: "wordpress-site",
				name: first[0],
				as: `${first[0]}-site`,
				declared: first[1].host,
				after: [...realServers, ...(from === undefined ? [] : [from])],
				secrets: {
					"administrator-password": adminPassword,
					// the engine gets a new password when all real servers have it
					"database-password": access.password,
				},
				part: (model) => ({
					connection: named(model.realServers, first[0]).host,
					desired: renderWordPressSite(model, placeOf(uploads)),
				}),
			});
		const app: DeclaredApp = {
			kind: "wordpress",
			...frontApp(args, this.model),
			user: this.model.administrator.user,
			password: pulumi.secret(adminPassword),
		};
		this.app = servedBy(app, this.#served);
		this.registerOutputs({});
	}

	/**
	 * A health check that gets the sign-in page: it depends on no plug-in or theme. It needs PHP, the code, the database and its tables, and redirects before the
	 * site is set up. It costs what a page of WordPress costs, so it asks only every 5 s. Without the database it fails on every real server: write `whenAllFail:
	 * "keepAll"` if visitors should then see the message of WordPress.
	 */
	check(): HealthCheck {
		const { behindTls } = this.#args;
		const check = frontCheck(this.#args, this.model, "/wp-login.php", {
			status: [
				// WordPress does not believe the director that the request came by HTTPS: it redirects, for which it needs all the same parts
				behindTls === undefined ? 200 : 302,
				movedStatus,
			],
		});
		return servedBy(check, this.#served);
	}
}
