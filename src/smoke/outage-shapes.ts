import type { EventName } from "../drill/events.ts";
import type { HeldLimit, Limits } from "../drill/judge-limits.ts";
import type { Times } from "../drill/run-drill.ts";
import type { Balances } from "../model/balances.ts";
import type { Taken } from "../model/taken.ts";
import type { PlannedAct } from "./planned-act.ts";

/** Declares a check that rehearses a failure while the client asks. It takes something away from users. */
export interface OutageArgs {
	/** Name of the service in the cluster: one of TCP that answers by HTTP. */
	readonly service: string;
	/**
	 * The event, by its name in `lvsctl drill --list`. An event that is only possible on machines of a lab is refused elsewhere.
	 * @example "real-server stop"
	 */
	readonly event: EventName;
	/** The machine that it hits. Default: the first real server, or the director that has the VIP. */
	readonly machine?: string;
	/** The unit that is stopped, or killed, by an event that happens to units. Default: the unit that the event names. */
	readonly unit?: string;
	/** Requests that may be lost in all. At least one limit must be declared. */
	readonly lost?: number;
	/** Seconds after which no request that is lost may begin: after the event, and again after its end. */
	readonly withinSeconds?: number;
	/** `"all"`: no held connection may break. `"others"`: only those to the real server that the event hits may, and answers must name it. */
	readonly held?: HeldLimit;
	/** What is asked for: a path, or a whole URL, of which the host only goes into the request. Default `/`. */
	readonly url?: string;
	/** A file that is downloaded slowly to hold connections: 3 MB or more. Default: they are held by a request now and then. */
	readonly download?: string;
	/** New requests a second, 1 to 50. Default 4. */
	readonly rate?: number;
	/** Connections that are held open, 0 to 50. Default 6. */
	readonly hold?: number;
	/** How long one request may take: seconds, 1 to 600. Default 15. */
	readonly timeoutSeconds?: number;
	/** Seconds of requests before the event, 1 to 600. Default 5. */
	readonly beforeSeconds?: number;
	/** How long the event lasts: seconds, 1 to 600. Default 10. */
	readonly lastsSeconds?: number;
	/** Seconds of requests after its end, 1 to 600. Default 10. */
	readonly afterSeconds?: number;
}

export interface OutageDeclared extends OutageArgs {
	readonly kind: "outage";
}

/** Everything that is needed to rehearse it, except how machines are reached. It is kept in state. */
export interface OutageResolved {
	readonly kind: "outage";
	readonly service: string;
	readonly event: string;
	readonly url: string;
	/** The destination of connections: `172.18.0.70:80`. */
	readonly to: string;
	readonly vip: string;
	readonly rate: number;
	readonly hold: number;
	readonly timeoutSeconds: number;
	readonly download?: string;
	readonly times: Times;
	readonly limits: Limits;
	/** Whether answers may name the machine. */
	readonly realServer: boolean;
	/** The acts on each machine that it may hit. Of several directors, only the one that has the VIP is used. */
	readonly acts: readonly PlannedAct[];
	/** The directors of a cluster with several, where the event takes a machine down: one that stays must be ready. Default: nobody is asked; also in states of earlier versions. */
	readonly directors?: readonly OtherDirector[];
	/** The real servers that it takes away from clients: they must get some, and others must serve them. Default: it takes none; also in states of earlier versions. */
	readonly takes?: TakesAway;
	/** The folder of the lab whose machines they are. Undefined: they are the user's own. */
	readonly lab?: string;
}

/** A director that is asked whether it is ready. */
export interface OtherDirector {
	readonly name: string;
	/** Where its connection stands, see `hostKey`. */
	readonly host: string;
	readonly cluster: string;
}

/** What must be known before real servers are taken away from clients. */
export interface TakesAway {
	/** Machine that an act hits, see `hostKey` -> the real server that it is. */
	readonly realServers: Readonly<Record<string, Taken>>;
	/** All directors of the cluster: they are asked who is out. */
	readonly directors: readonly OtherDirector[];
	/** What each of them has of the services of these real servers. */
	readonly balances: Balances;
	/** Address -> name of each real server. */
	readonly names: Readonly<Record<string, string>>;
}
