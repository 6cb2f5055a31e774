import type * as pulumi from "@pulumi/pulumi";
import {
	type PhpSessions,
	type SessionStoreDeclaration,
	type SessionStore as SessionStoreModel,
	sessionStoreDoor,
} from "../model/session-store.ts";
import { unknown } from "../model/unknown.ts";
import { wanted } from "../model/wanted.ts";
import { renderSessionStore } from "../render/session-store.ts";
import type { HealthCheck } from "./health-check.ts";
import { HostComponent } from "./host-component.ts";
import { comesLater, type Inputs } from "./inputs.ts";
import { objectOrEmpty } from "./object-or-empty.ts";
import { secretsOf } from "./secrets.ts";

/** What a session store is declared with: a SessionStoreDeclaration whose leaves may be outputs of other resources. */
export interface SessionStoreArgs
	extends Omit<Inputs<SessionStoreDeclaration>, "type"> {
	readonly type: SessionStoreDeclaration["type"];
}

/**
 * One place for the PHP sessions of all real servers, so that clients need not stay with one real server.
 *
 * @example
 * ```ts
 * const sessions = new SessionStore("sessions", {
 *   server: { host: machines.storage, address: "172.18.0.69" },
 *   type: "redis",
 * });
 * new Website("shop", { realServers, sites: { shop: { php: true, sessions } } });
 * ```
 */
export class SessionStore extends HostComponent<SessionStoreModel> {
	readonly #ping: (typeof pings)[SessionStoreDeclaration["type"]];
	/** What PHP must know of the store; internal. */
	readonly forPhp: pulumi.Output<PhpSessions>;
	/** The secrets that PHP needs for it; internal. */
	readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;

	constructor(
		name: string,
		args: SessionStoreArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		super(
			"SessionStore",
			name,
			sessionStoreDoor,
			args,
			options,
			// the needs of PHP follow from it
			comesLater(objectOrEmpty(args).type)
				? [
						{
							path: "type",
							message: wanted("one of redis, memcached", unknown),
						},
					]
				: [],
		);
		this.#ping = pings[args.type];
		this.secrets =
			args.type === "memcached"
				? {}
				: secretsOf(this, name, `session store ${name}`, {
						[`${name}-password`]: {
							path: "password",
							given: args.password,
							place: "anywhere",
						},
					});
		this.manage({
			role: "session-store",
			name: "server",
			declared: args.server.host,
			secrets: this.secrets,
			part: (model) => ({
				connection: model.server.host,
				desired: renderSessionStore(model),
			}),
		});
		this.forPhp = this.model.apply(
			({ name, type, server, port, lockSeconds }) => ({
				...{ name, type, port, lockSeconds },
				address: server.address,
			}),
		);
		this.registerOutputs({});
	}

	/**
	 * A health check for the store where it is behind a cluster. redis is sent a ping without the password, and its answer that it needs the password counts as
	 * good; memcached is asked for its version.
	 */
	check(): HealthCheck {
		return {
			tcp: this.#ping,
			port: this.model.port,
		};
	}
}

/** The bytes to send to a store, and how its answer begins. */
const pings = {
	redis: { send: "PING\r\n", expect: "-NOAUTH" },
	memcached: { send: "version\r\n", expect: "VERSION " },
} as const;
