"""Stands in for packages that are not installed, so that the argument parser of an engine can be built without a GPU and without its libraries."""
import abc
import importlib.abc
import importlib.machinery
import importlib.metadata
import sys
import types


class _Kind(abc.ABCMeta):
    """Classes that take part in whatever a module does while it is imported: subclassing, decorating, annotating, comparing."""

    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return stand_in(name)

    def __new__(mcs, name, bases, namespace, **_):
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **_):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        if "_is_stand_in" not in cls.__dict__:
            return super().__call__(*args, **kwargs)
        if len(args) == 1 and not kwargs and (isinstance(args[0], types.FunctionType) or isinstance(args[0], type)):
            return args[0]
        return stand_in(cls.__name__)

    def _none(cls, *_):
        return False

    def _self(cls, *_):
        return cls

    __bool__ = __contains__ = __lt__ = __le__ = __gt__ = __ge__ = __exit__ = _none
    __getitem__ = __enter__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __floordiv__ = _self
    __neg__ = __invert__ = __mod__ = __pow__ = __rshift__ = __lshift__ = _self

    def __eq__(cls, other):
        return cls is other or ("_is_stand_in" in cls.__dict__ and isinstance(other, _Kind) and cls.__name__ == other.__name__)

    def __hash__(cls):
        return hash(cls.__name__)

    def __iter__(cls):
        return iter(())

    def __len__(cls):
        return 0

    def __int__(cls):
        return 0

    def __index__(cls):
        return 0

    def __float__(cls):
        return 0.0

    def __setitem__(cls, *_):
        pass


def stand_in(name):
    anything = classmethod(lambda cls, *_: {"type": "any"})
    return _Kind(name, (), {"_is_stand_in": True, "__module__": "stand_ins", "__get_pydantic_core_schema__": anything})


class _Module(types.ModuleType):
    _absent = ()

    def __getattr__(self, name):
        if (name.startswith("__") and name.endswith("__")) or name in self._absent:
            raise AttributeError(name)
        value = stand_in(name)
        setattr(self, name, value)
        return value


class _Package(types.ModuleType):
    """A package whose own start is left out: its modules are real, what it would offer itself is stood in for."""

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return stand_in(name)


def without_start(name, folder, release):
    package = _Package(name)
    package.__path__ = [f"{folder}/{name}"]
    package.__version__ = release
    sys.modules[name] = package


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last: finds whatever nobody else found, except what has to be absent."""

    def __init__(self, absent, versions, compiled):
        self.compiled = frozenset(compiled)
        self.absent, self.versions, self.used = absent, versions, set()
        _Module._absent = frozenset(one for name in absent for one in name.split(".")[-1:])

    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in self.absent):
            return None
        if name.split(".")[0] in sys.stdlib_module_names:
            return None
        parent = sys.modules.get(name.split(".")[0])
        if "." in name and not isinstance(parent, _Module) and name not in self.compiled:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        self.used.add(spec.name.split(".")[0])
        module = _Module(spec.name)
        module.__version__ = self.versions.get(spec.name, "9.9.9")
        module.__path__ = []
        module.__file__ = "/stand-in/" + spec.name
        return module

    def exec_module(self, module):
        pass


def install(absent, versions, compiled=()):
    """Returns the finder, whose `used` names what was stood in for. `compiled`: modules of the engine that its wheel has as machine code."""
    finder = _Finder(absent, versions, compiled)
    sys.meta_path.append(finder)
    known = importlib.metadata.version

    def version(name):
        try:
            return versions[name] if name in versions else known(name)
        except importlib.metadata.PackageNotFoundError:
            return "9.9.9"

    importlib.metadata.version = version
    return finder
