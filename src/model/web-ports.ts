/** The ports that a URL means where it names none, and that the web server of every distribution listens on by itself. */
export const webPorts = { http: 80, https: 443 } as const;
