// SPDX-License-Identifier: Apache-2.0
// The bridge's, under the name that the console's files use.
export { base64Of, bytesOfBase64, bytesOfHex, hexOf, randomBytes } from '../../bridge/bytes';
