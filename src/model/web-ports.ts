/** The default ports of URLs. The web server of every distribution listens on them by itself. */
export const webPorts = { http: 80, https: 443 } as const;
