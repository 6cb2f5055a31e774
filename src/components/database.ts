import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import {
	type Database as DatabaseModel,
	databaseDoor,
} from "../model/database.ts";
import type { DatabaseDeclaration } from "../model/database-declaration.ts";
import { defaults } from "../model/defaults.ts";
import { maxConnections } from "../model/engine-settings.ts";
import { readWholeNumber } from "../model/leaves.ts";
import { renderDatabase } from "../render/database.ts";
import { renderReplica } from "../render/replica.ts";
import type { DatabaseAccess } from "./database-access.ts";
import type { HealthCheck } from "./health-check.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";
import { type ReadsArgs, readsOf } from "./reads.ts";
import { secretsOf } from "./secrets.ts";
import { type Served, servedBy, serves } from "./served-by.ts";
import { undeclared } from "./undeclared.ts";

/** What a database is declared with: a DatabaseDeclaration whose leaves may be outputs of other resources. */
export type DatabaseArgs = Inputs<DatabaseDeclaration>;

const readMaxLag = readWholeNumber(0, 86400);

/**
 * MariaDB on a machine behind the real servers, and on replicas that follow it for reading. All writes go to that one machine.
 *
 * @example
 * ```ts
 * const database = new Database("db", {
 *   server: { host: machines.storage, address: "172.18.0.69" },
 *   network: "172.18.0.0/24",
 *   databases: { wordpress: {} },
 * });
 * new WordPress("blog", { ..., database: database.access("wordpress") });
 * ```
 */
export class Database extends HostComponent<DatabaseModel> {
	readonly #name: string;
	readonly #databases: readonly string[];
	readonly #maxConnections: pulumi.Input<number>;
	readonly #network: pulumi.Input<string>;
	readonly #hasReplicas: boolean;
	readonly #lagPort: pulumi.Input<number> | undefined;
	/** Its replicas: real servers to which readers are sent. */
	readonly #served: Served;
	readonly #secrets: Readonly<Record<string, pulumi.Input<string>>>;

	constructor(
		name: string,
		args: DatabaseArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		super("Database", name, databaseDoor, args, options);
		this.#name = name;
		this.#lagPort = args.lagPort;
		this.#served = serves(databaseDoor.what, name, {
			realServers: args.replicas,
		});
		// if the number is known, an application can refuse at once when it is too small
		this.#network = args.network;
		this.#maxConnections = Object.values(args.settings ?? {}).every(
			(setting) => typeof setting === "string",
		)
			? maxConnections(args.settings as Record<string, string> | undefined)
			: this.model.apply((model) => model.maxConnections);
		this.#databases = Object.keys(args.databases);
		const replicas = Object.entries(args.replicas ?? {});
		this.#hasReplicas = replicas.length > 0;
		this.#secrets = secretsOf(this, name, `database ${name}`, {
			...Object.fromEntries(
				Object.entries(args.databases).map(([database, { password }]) => [
					`${database}-password`,
					{
						path: `databases.${database}.password`,
						given: password,
						place: "anywhere",
					},
				]),
			),
			...(this.#hasReplicas
				? {
						"replication-password": {
							path: "replicationPassword",
							given: args.replicationPassword,
							place: "anywhere",
						},
					}
				: {}),
		});
		const server = this.manage({
			role: "database",
			name: "server",
			declared: args.server.host,
			secrets: this.#secrets,
			part: (model) => ({
				connection: model.server.host,
				desired: renderDatabase(model),
			}),
		});
		for (const [replica, { host }] of replicas)
			if (host !== undefined)
				this.manage({
					role: "replica",
					name: replica,
					declared: host,
					after: [server],
					secrets: {
						"replication-password": this.#secrets["replication-password"] ?? "",
					},
					part: (model) => {
						const found = named(model.replicas, replica);
						return {
							connection: found.host,
							desired: renderReplica(model, found),
						};
					},
				});
		this.registerOutputs({});
	}

	/**
	 * How an application reaches one of the databases, on the engine that takes writes.
	 *
	 * @param options.reads the service of replicas from which WordPress reads for visitors. A visitor who wrote something reads what was written, and a visitor
	 * who is signed in reads from the engine that takes writes. If no replica answers, all queries go there.
	 * @throws pulumi.RunError where no such database is declared, or no replicas of it answer by that service.
	 */
	access(
		database: string,
		{ reads }: { readonly reads?: ReadsArgs } = {},
	): DatabaseAccess {
		const password = this.#secrets[`${database}-password`];
		if (password === undefined)
			throw undeclared({
				subject: `database ${this.#name}`,
				path: "access",
				part: "database",
				name: database,
				declared: this.#databases,
			});
		return {
			address: this.model.apply(({ server }) => server.address),
			port: this.model.apply(({ port }) => port),
			database,
			user: this.model.apply(
				({ databases }) => named(databases, database).user,
			),
			maxConnections: this.#maxConnections,
			network: this.#network,
			password: pulumi.secret(password),
			...(reads === undefined
				? {}
				: { reads: readsOf(this.#name, this, this.#hasReplicas, reads) }),
			from: this,
		};
	}

	/**
	 * A health check for the replicas of this database behind a cluster: a replica that is more seconds behind than this, or whose replication is stopped, gets no
	 * new connections. While the machine that takes writes cannot be reached, every replica fails the check: write `whenAllFail: "keepAll"`, and reading goes on.
	 * A replica may need up to 60 s to notice that a link is cut.
	 *
	 * @param options.maxLagSeconds 0 to 86400. Default 10.
	 * @throws pulumi.RunError where the database declares no `lagPort`, or the number is another.
	 */
	check({
		maxLagSeconds = defaults.maxLagSeconds,
	}: {
		readonly maxLagSeconds?: number;
	} = {}): HealthCheck {
		if (this.#lagPort === undefined)
			throw this.#wrong(
				"check",
				"no replica tells how far it is behind; declare a port for it beside `replicas`, like `lagPort: 9336`",
			);
		const lag = readMaxLag(maxLagSeconds);
		if ("problem" in lag) throw this.#wrong("check.maxLagSeconds", lag.problem);
		const check: HealthCheck = {
			http: `/lag/${lag.value}`,
			port: this.#lagPort,
		};
		return servedBy(check, this.#served);
	}

	#wrong(path: string, message: string): pulumi.RunError {
		return new pulumi.RunError(
			new DeclarationError(`database ${this.#name}`, [{ path, message }])
				.message,
		);
	}
}
