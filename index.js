// n8n loads the nodes listed in package.json; the package format asks for a main file all the same.
module.exports = {};
