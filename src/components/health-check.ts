import type { CheckDeclaration } from "../model/check-declaration.ts";
import type { Inputs } from "./inputs.ts";

/**
 * The `check` of a service, as the component behind the cluster gives it: `check: blog.check()`. It is a declaration like any other. To change a part, write it
 * after the check: `check: { ...blog.check(), everySeconds: 2 }`. A real server of the service on which that component is not set up is refused.
 */
export type HealthCheck = Inputs<CheckDeclaration>;
