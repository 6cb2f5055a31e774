import type { RealServerDeclaration } from "./declaration.ts";
import type { FilterDeclaration } from "./open-filters.ts";
import type { Privilege } from "./privileges.ts";
import type { ServerDeclaration } from "./server.ts";

/** What a user writes to have a database behind the real servers. */
export interface DatabaseDeclaration extends FilterDeclaration {
	/** The machine of the one engine that takes writes. */
	readonly server: ServerDeclaration;
	/**
	 * The IPv4 network from which clients may connect. If it changes, the former one is let in for another hour. The first `up` after that closes it.
	 * @example "172.18.0.0/24"
	 */
	readonly network: string;
	/** The databases by name, at least one. Each has a user of its own, who has the rights that an application needs, in this database only. */
	readonly databases: Readonly<Record<string, SchemaDeclaration>>;
	/**
	 * Machines that copy the first one continuously and can be read from, by name. Declare them as the real servers of an LVS
	 * service on the engines' port (3306) to share the reading. Each runs its own engine on its own copy of the data.
	 */
	readonly replicas?: Readonly<Record<string, RealServerDeclaration>>;
	/**
	 * TCP port on which each replica tells how far it is behind, for `database.check()`. Anyone who connects gets this answer, and nothing else. Default: no
	 * replica has such a port.
	 * @example 9336
	 */
	readonly lagPort?: number;
	/**
	 * Where the engine keeps its data, on every machine: a directory of its own, which is made if it does not exist, or the mount point of a disk. Never on shared
	 * storage. If you change this later, existing data does not move: `up` refuses the change until somebody has moved the data. Default: the distribution's
	 * directory.
	 * @example "/srv/mysql"
	 */
	readonly dataDirectory?: string;
	/**
	 * More settings of the `[mysqld]` section, on every machine: `{ innodb_buffer_pool_size: "64M" }`. Replicas, WordPress and checks follow a `port`; Discuz!
	 * cannot. `max_connections` is 600 by default. Settings that the component writes itself are refused (with `replicas` also those that replication needs, as
	 * `binlog_format`), and `socket` and `skip_networking`.
	 */
	readonly settings?: Readonly<Record<string, string>>;
	/**
	 * Whether the engine also serves others, who set it up: it must already run and listen at the address of `server`. Its settings then stay as they are, and it
	 * is never restarted. Of `settings` only `port` and `max_connections` may be written, and these and `dataDirectory` must be what the engine has. Default
	 * false: this component sets the engine up, and refuses one in which others have users.
	 */
	readonly sharedEngine?: boolean;
	/** Password of the database user that replicas log in with. A Pulumi secret. Default: generated once. */
	readonly replicationPassword?: string;
	/**
	 * Whether destroy removes the databases too. Default false: it leaves them and says so. With `sharedEngine` it leaves those that were there before.
	 */
	readonly deleteData?: boolean;
}

export interface SchemaDeclaration {
	/**
	 * Each database has a user of its own. A user that is no longer declared is let in for an hour; the first `up` after that removes it. Default: the name of the
	 * database.
	 */
	readonly user?: string;
	/**
	 * What the user may do in this database, by MariaDB's names. Default: `ALTER`, `CREATE`, `DELETE`, `DROP`, `INDEX`, `INSERT`, `SELECT` and
	 * `UPDATE`. A right that is taken out here is revoked; one that somebody granted by hand stays.
	 * @example ["SELECT", "INSERT", "UPDATE", "DELETE", "LOCK TABLES"]
	 */
	readonly privileges?: readonly Privilege[];
	/** A Pulumi secret: letters, digits and `. _ ~ -`. Default: generated once. */
	readonly password?: string;
}
