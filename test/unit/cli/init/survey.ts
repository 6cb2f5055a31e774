import { parseSurvey } from "../../../../src/host/operations/survey.ts";

/** What a host that runs keepalived tells of itself. */
export const surveyText = `os debian 
system Debian GNU/Linux 12 (bookworm)
address 1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
address 2: eth0    inet 10.0.2.15/24 brd 10.0.2.255 scope global eth0\\       valid_lft forever preferred_lft forever
address 3: eth1    inet 172.18.0.66/24 scope global eth1\\       valid_lft forever preferred_lft forever
address 3: eth1    inet 172.18.0.70/32 scope global eth1\\       valid_lft forever preferred_lft forever
port 00000000:0016
port 00000000000000000000000000000000:0050
program arping
runs keepalived keepalived.service
runs keepalived keepalived.service
runs kube-proxy 
service AC120046:0050
`;

export const survey = parseSurvey(surveyText);
