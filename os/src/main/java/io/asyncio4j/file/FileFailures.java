package io.asyncio4j.file;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Has failures say what was done and what is wrong, where the JDK names the path only. Types and paths stay. Stateless.
final class FileFailures {
    private FileFailures() {
    }

    /// The same call, whose failures name the operation.
    static <T extends @Nullable Object> Callable<T> named(String operation, Callable<? extends T> call) {
        return () -> {
            try {
                return call.call();
            } catch (FileSystemException failure) {
                throw of(operation, failure);
            }
        };
    }

    /// The failure in words; itself if it has them already, or is of a type that cannot carry any.
    static FileSystemException of(String operation, FileSystemException failure) {
        return of(operation, failure, "check the name");
    }

    /// The same, with what to do about a file that is missing from a directory that is there.
    static FileSystemException of(String operation, FileSystemException failure, String advice) {
        String file = failure.getFile();
        String reason = failure.getReason();
        if (file == null || reason != null && reason.contains(" failed")) {
            return failure;
        }
        String other = failure.getOtherFile();
        String what = operation + " failed: ";
        FileSystemException said = switch (failure) {
            case NoSuchFileException _ -> new NoSuchFileException(file, other, what + missing(file, other, advice));
            case AccessDeniedException _ -> new AccessDeniedException(file, other, what + "permission denied to user "
                    + System.getProperty("user.name") + "; change the permissions or run as another user");
            case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file, other,
                    what + "it is there already; choose another name or delete it first");
            case DirectoryNotEmptyException _ ->
                new NotEmpty(file, what + "the directory is not empty; delete what it has first");
            case NotDirectoryException _ -> new NoDirectory(file, what + "it is no directory");
            default -> failure.getClass() != FileSystemException.class || reason == null ? failure
                    : new FileSystemException(file, other,
                            what + Character.toLowerCase(reason.charAt(0)) + reason.substring(1));
        };
        if (said != failure) {
            said.initCause(failure);
        }
        return said;
    }

    private static String missing(String file, @Nullable String other, String advice) {
        boolean second = other != null && Files.exists(Path.of(file), LinkOption.NOFOLLOW_LINKS);
        Path path = Path.of(second ? other : file).toAbsolutePath();
        Path absent = null;
        Path above = path.getParent();
        while (above != null && !Files.isDirectory(above)) {
            absent = above;
            above = above.getParent();
        }
        return absent == null ? "no such file or directory in " + path.getParent() + "; " + advice
                : "no directory " + absent + "; check the path or create it first";
    }

    // The JDK's types take no words; they are shown by the JDK's names, which are those to catch.

    private static final class NotEmpty extends DirectoryNotEmptyException {
        private static final long serialVersionUID = 1;
        private final String reason;

        NotEmpty(String file, String reason) {
            super(file);
            this.reason = reason;
        }

        @Override
        public String getReason() {
            return reason;
        }

        @Override
        public String toString() {
            return DirectoryNotEmptyException.class.getName() + ": " + getMessage();
        }
    }

    private static final class NoDirectory extends NotDirectoryException {
        private static final long serialVersionUID = 1;
        private final String reason;

        NoDirectory(String file, String reason) {
            super(file);
            this.reason = reason;
        }

        @Override
        public String getReason() {
            return reason;
        }

        @Override
        public String toString() {
            return NotDirectoryException.class.getName() + ": " + getMessage();
        }
    }
}
