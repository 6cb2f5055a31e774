import type { EventName } from "../drill/events.ts";
import type { Limits } from "../drill/judge-limits.ts";
import type { Times } from "../drill/run-drill.ts";
import type { PlannedAct } from "./planned-act.ts";

/** Declares a check that rehearses a failure while the client asks. It takes something away from users. */
export interface OutageArgs {
	/** Name of the service in the cluster: one of TCP that answers by HTTP. */
	readonly service: string;
	/**
	 * What happens, as `lvsctl drill --list` calls it. What only a lab's machines can be put through is refused elsewhere.
	 * @example "real-server stop"
	 */
	readonly event: EventName;
	/** The machine that it befalls. Default: the first real server, or the director that has the VIP. */
	readonly machine?: string;
	/** The unit that is stopped, or killed. Default: as the event says. */
	readonly unit?: string;
	/** Requests that may be lost in all. One limit at least must be there. */
	readonly lost?: number;
	/** Seconds after which no request may begin that is lost: after the event, and again after its end. */
	readonly withinSeconds?: number;
	/** `"all"`: no held connection may break. */
	readonly held?: "all";
	/** What is asked for: a path, or a whole URL, whose host is only told to the web server. Default `/`. */
	readonly url?: string;
	/** What is downloaded slowly to hold connections: 3 MB or more. Default: they are held by a request now and then. */
	readonly download?: string;
	/** New requests a second, 1 to 50. Default 4. */
	readonly rate?: number;
	/** Connections that are held open, 0 to 50. Default 6. */
	readonly hold?: number;
	/** What one request may take: seconds, 1 to 600. Default 15. */
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

/** Everything that is needed to rehearse it, but how machines are reached. It is kept in state. */
export interface OutageResolved {
	readonly kind: "outage";
	readonly service: string;
	readonly event: string;
	readonly url: string;
	/** Where connections go: `172.18.0.70:80`. */
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
	/** What would be done to each machine that it may befall; of several directors, to the one that has the VIP. */
	readonly acts: readonly PlannedAct[];
	/** The directors of a cluster with several, where the event takes a machine down: one that stays must be ready. Default: nobody is asked; also in states of earlier versions. */
	readonly directors?: readonly OtherDirector[];
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
