import type * as pulumi from "@pulumi/pulumi";
import type { ReadsAccess } from "./reads.ts";

/** How an application reaches its database. */
export interface DatabaseAccess {
	readonly address: pulumi.Input<string>;
	/** TCP port of the engine. Default 3306. */
	readonly port?: pulumi.Input<number>;
	readonly database: string;
	readonly user: pulumi.Input<string>;
	/** How many clients the engine serves at once. */
	readonly maxConnections?: pulumi.Input<number>;
	/** The IPv4 network from which it lets clients in. */
	readonly network?: pulumi.Input<string>;
	/** A Pulumi secret. */
	readonly password: pulumi.Input<string>;
	/** Where the application reads. Default: from the engine that takes writes. */
	readonly reads?: ReadsAccess;
	/** The resource that must be ready before an application can use the database. */
	readonly from?: pulumi.Resource;
}
