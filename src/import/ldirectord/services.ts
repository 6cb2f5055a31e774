/** The services that ldirectord can ask -> the usual port of each. Undefined: it has none. */
export const services: Readonly<Record<string, number | undefined>> = {
	...{ ftp: 21, smtp: 25, dns: 53, http: 80, pop: 110, nntp: 119 },
	...{ imap: 143, ldap: 389, https: 443, submission: 587, ldaps: 636 },
	...{ imaps: 993, pops: 995, oracle: 1521, radius: 1812 },
	...{ http_proxy: 3128, mysql: 3306, sip: 5060, pgsql: 5432 },
	simpletcp: undefined,
};

/** The service that is asked at a port if none is named. */
export function serviceAt(port: number): string {
	return (
		Object.keys(services).find((name) => services[name] === port) ?? "none"
	);
}
