"""The table of every call of GitLab's REST API that this server answers.

Paths of PROJECT are below `/api/v4/projects/<id>/`, those of GROUP below `/api/v4/groups/<id>/`, those of SERVER below
`/api/v4/`. An empty one is the project or group itself.
"""

from modelstead.domain.permission import READ_PACKAGES, WRITE_PACKAGES
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Open, Verb
from modelstead.rest_api import packages, server
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages import packages as p
from modelstead.rest_api.server import Metadata, Nothing, Version

READ, WRITE, FILE, PLAIN = Verb.READ, Verb.WRITE, Verb.FILE, Verb.PLAIN
SEE, CHANGE = READ_PACKAGES, WRITE_PACKAGES

# fmt: off
PROJECT: tuple[Endpoint, ...] = (
    Endpoint("GET", "packages", packages.list_packages, p.ListPackages, Listing, SEE, READ),
    Endpoint("GET", "packages/{package_id}", packages.get_package, p.OnePackage, p.PackageInfo, SEE, READ),
    Endpoint("DELETE", "packages/{package_id}", packages.delete_package, p.OnePackage, Answer, CHANGE, WRITE),
    Endpoint("GET", "packages/{package_id}/package_files", packages.list_files, p.ListFiles, Listing, SEE, READ),
    Endpoint("DELETE", "packages/{package_id}/package_files/{package_file_id}", packages.delete_file, p.OneFile, Answer, CHANGE, WRITE),
    Endpoint("GET", "packages/ml_models/{reference}/files/{path...}", packages.get, p.ModelFile, Answer, SEE, FILE),
    Endpoint("PUT", "packages/ml_models/{reference}/files/{path...}", packages.put, p.ModelFile, p.Created, CHANGE, FILE),
    Endpoint("GET", "packages/generic/{name}/{version}/{path...}", packages.get, p.GenericFile, Answer, SEE, FILE),
    Endpoint("PUT", "packages/generic/{name}/{version}/{path...}", packages.put, p.GenericFile, p.Created, CHANGE, FILE),
)

GROUP: tuple[Endpoint, ...] = ()

SERVER: tuple[Endpoint, ...] = (
    Endpoint("GET", "version", server.version, Nothing, Version, Open.OPEN, PLAIN),
    Endpoint("GET", "metadata", server.metadata, Nothing, Metadata, Open.OPEN, PLAIN),
)
